/**
 * The full names that a configured ref may have on the server, in the order in which they are tried: the one that was
 * right the last time, then branch before tag. A commit id stands for itself.
 */
export function remoteRefs(ref: string, known?: string): readonly string[] {
  if (isCommitId(ref) || ref.startsWith('refs/')) return [ref];
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}`];
  return known === undefined ? names : [known, ...names.filter((name) => name !== known)];
}

export function isCommitId(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}
