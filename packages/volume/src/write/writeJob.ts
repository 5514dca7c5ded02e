import type { BlobId, TreeId } from '../format/ids.ts';
import type { Pacer } from '../pacer.ts';

/**
 * Where the objects come from; the bytes are checked against their ids, unless it does so itself. Rejects, or throws, when
 * it has no such object. A source that has the bytes at hand gives them without a promise, which is felt when there are
 * 50,000.
 */
export type ObjectSource = {
  readTree(id: TreeId): Promise<Uint8Array> | Uint8Array;
  readBlob(id: BlobId): Promise<Uint8Array> | Uint8Array;
  /** It has hashed what it gives, and throws where that is not the id: it is not hashed again. */
  readonly isVerified?: boolean;
};

/** What one writing call carries along. `written` counts what was made: directories, new files, and files linked instead. */
export type WriteJob = {
  root: string;
  source: ObjectSource;
  pacer: Pacer;
  /** Nobody sees what is below the root, and nothing was there: it need not be looked for, nor put in place by rename. */
  isUnseen: boolean;
  /** Modes that new files and directories get without being asked twice. */
  keptModes: Set<number>;
  written: { directories: number; files: number; links: number };
};
