export { blobId, commitId, treeId } from './format/ids.ts';
export type { BlobId, CommitId, TreeId } from './format/ids.ts';
export type { FileEntry, TreeEntry } from './format/treeEntry.ts';
export { parseTree } from './format/parseTree.ts';
export { MalformedTreeError } from './format/malformedTreeError.ts';
export { objectId } from './format/objectId.ts';
export type { Publication, Skipped } from './format/publication.ts';
export { environmentsDirectory, publicationPath } from './format/layout.ts';

export { prepareVolume } from './write/prepareVolume.ts';
export type { ObjectSource } from './write/writeJob.ts';
export { writeTree } from './write/writeTree.ts';
export type { WriteReport } from './write/writeTree.ts';
export { repairTree } from './write/repairTree.ts';
export { writePublication } from './write/writePublication.ts';
export { removePublication } from './write/removePublication.ts';
export { removeUnusedTrees } from './write/removeUnusedTrees.ts';

export { checkTree } from './read/checkTree.ts';
export type { Damage } from './read/checkTree.ts';
export { readPublication } from './read/readPublication.ts';
export type { PublicationRead } from './read/readPublication.ts';
export { listPublications } from './read/listPublications.ts';
export { DamagedTreeError } from './read/damagedTreeError.ts';
export { FileTooLargeError } from './read/fileTooLargeError.ts';
export { readTree } from './read/readTree.ts';
export { readFile } from './read/readFile.ts';
export { readFileAt } from './read/readFileAt.ts';
export { compareTrees } from './read/compareTrees.ts';
export type { TreeChange, TreeComparison } from './read/compareTrees.ts';
// Not part of the contract: the applier writes to the API server with the same care as this room writes files.
export { inParallel } from './write/inParallel.ts';
