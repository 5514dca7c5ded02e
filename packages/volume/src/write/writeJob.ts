import type { BlobId, TreeId } from '../format/ids.ts';
import type { Pacer } from '../pacer.ts';

/** Where the objects come from; ids are checked against the bytes given. Rejects when it has no such object. */
export type ObjectSource = { readTree(id: TreeId): Promise<Uint8Array>; readBlob(id: BlobId): Promise<Uint8Array> };

/** What one writing call carries along. `written` counts what was made: directories, new files, and files linked instead. */
export type WriteJob = {
  root: string;
  source: ObjectSource;
  pacer: Pacer;
  written: { directories: number; files: number; links: number };
};
