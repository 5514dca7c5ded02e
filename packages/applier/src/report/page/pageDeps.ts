import type { ServerDeps } from '../serverDeps.ts';

/** What the page reads and asks. */
export type PageDeps = Pick<
  ServerDeps,
  'status' | 'history' | 'objects' | 'health' | 'repository' | 'version' | 'now' | 'actions'
>;
