/** Id of a git tree object: 40 lowercase hexadecimal digits (SHA-1). */
export type TreeId = string & { readonly __id: 'tree' };
/** Id of a git blob object: 40 lowercase hexadecimal digits (SHA-1). */
export type BlobId = string & { readonly __id: 'blob' };
/** Id of a git commit object: 40 lowercase hexadecimal digits (SHA-1). */
export type CommitId = string & { readonly __id: 'commit' };

const pattern = /^[0-9a-f]{40}$/;

export const isTreeId = (text: string): text is TreeId => pattern.test(text);
const isBlobId = (text: string): text is BlobId => pattern.test(text);
export const isCommitId = (text: string): text is CommitId => pattern.test(text);

/** Throws TypeError when `text` is not 40 lowercase hexadecimal digits. */
export function treeId(text: string): TreeId {
  if (isTreeId(text)) return text;
  throw notAnId('tree', text);
}

/** Throws TypeError when `text` is not 40 lowercase hexadecimal digits. */
export function blobId(text: string): BlobId {
  if (isBlobId(text)) return text;
  throw notAnId('blob', text);
}

/** Throws TypeError when `text` is not 40 lowercase hexadecimal digits. */
export function commitId(text: string): CommitId {
  if (isCommitId(text)) return text;
  throw notAnId('commit', text);
}

function notAnId(kind: string, text: string): TypeError {
  const found = JSON.stringify(text.slice(0, 80));
  return new TypeError(`Cannot read ${kind} id: expected 40 lowercase hexadecimal digits, found ${found}`);
}
