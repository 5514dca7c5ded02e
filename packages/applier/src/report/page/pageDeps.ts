import type { ServerDeps } from '../serverDeps.ts';
import type { SignInLimit } from '../session/signInLimit.ts';

/** What the page reads and asks. */
export type PageDeps = Pick<
  ServerDeps,
  'status' | 'history' | 'objects' | 'health' | 'repository' | 'version' | 'now' | 'actions'
> & {
  /** Of wrong tokens, shared with the API. */
  limit: SignInLimit;
};
