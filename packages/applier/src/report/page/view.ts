import type { Viewer } from '../session/viewer.ts';

/** What every page is told, whatever it shows. Times are milliseconds since 1970. */
export type View = {
  repository: string;
  /** Sentences about the applier itself, by check: it is not ready, or its configuration is invalid. */
  problems: readonly (readonly [check: string, problem: string])[];
  version: string;
  /** Where the reader reaches the applier, for the calls that the page shows. */
  host: string;
  now: number;
  /** Off: the page stays as it is while someone reads it. */
  refresh: boolean;
  /** Path and query of this page. */
  path: string;
  viewer: Viewer;
};
