import type { BlobId, CommitId, TreeId } from './ids.ts';

/** A regular file of a tree: git mode 100644 (also the legacy 100664), or 100755 when `executable`. */
export type FileEntry = { kind: 'file'; name: string; id: BlobId; executable: boolean };

/** What a reader finds in the directory of a tree. */
export type MaterialisedEntry = FileEntry | { kind: 'directory'; name: string; id: TreeId };

/** One entry of a git tree object. Symlinks and submodules are never materialised on the volume. */
export type TreeEntry =
  | MaterialisedEntry
  | { kind: 'symlink'; name: string; id: BlobId }
  | { kind: 'submodule'; name: string; id: CommitId };
