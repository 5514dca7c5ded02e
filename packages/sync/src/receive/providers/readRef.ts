import type { Pushed } from './readEvent.ts';

/** The fields `ref` and `forced` as GitHub, GitLab, Gitea and Forgejo send them: one push names one ref. */
export function readRef({ ref, forced }: Readonly<Record<string, unknown>>): Pushed | { readonly why: string } {
  if (typeof ref !== 'string' || ref === '') return { why: 'ref must be a string' };
  return { refs: [ref], forced: forced === true };
}
