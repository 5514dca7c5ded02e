import type { Stalled } from '../stalled.ts';

/** Why a ref gives nothing to publish, with what ends it. */
export function stalledRef(ref: string, reason: 'missing' | 'empty' | 'not a commit' | 'refused'): Stalled {
  switch (reason) {
    case 'missing':
      return {
        kind: 'stalled',
        why:
          ref === 'HEAD'
            ? "the repository's default branch does not exist"
            : `the repository has no branch or tag "${ref}"`,
        todo: 'push it again, or change ref in couplet.yaml; the last publication stays until then',
      };
    case 'empty':
      return { kind: 'stalled', why: 'the repository is empty', todo: `push a commit to "${ref}"` };
    case 'not a commit':
      return {
        kind: 'stalled',
        why: `"${ref}" does not stand for a commit`,
        todo: 'let the tag name a commit, or change ref in couplet.yaml',
      };
    case 'refused':
      return {
        kind: 'stalled',
        why: `the server does not hand out commit ${ref}`,
        todo: 'use a branch or tag that names it, or allow it on the server (uploadpack.allowAnySHA1InWant)',
      };
    default:
      return reason satisfies never;
  }
}
