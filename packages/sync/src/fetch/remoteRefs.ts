/**
 * The full names that a configured ref may have on the server, in the order in which they are tried: branch before tag. A
 * commit id stands for itself, and HEAD for the default branch.
 */
export function remoteRefs(ref: string): readonly string[] {
  if (isCommitId(ref) || ref === 'HEAD' || ref.startsWith('refs/')) return [ref];
  return [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

export function isCommitId(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}
