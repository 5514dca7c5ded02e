import type { Health, Log } from '@couplet/daemon';
import type { Registry } from 'prom-client';
import type { RunRecord, RunSummary } from '../history/runRecord.ts';
import type { ObjectPage, ObjectQuery } from '../objects/objectRow.ts';
import type { ActionRouteDeps } from './actions/addActionRoutes.ts';
import type { Feed } from './feed.ts';
import type { Status } from './status.ts';

/** What the HTTP interface reads and asks; nothing of it knows HTTP. */
export type ServerDeps = {
  status: Pick<Status, 'get' | 'list'>;
  history: {
    /** Newest first, the run in progress included; undefined: nothing is known of the environment. */
    list(environment: string): RunSummary[] | undefined;
    get(environment: string, id: string): RunRecord | undefined;
  };
  objects: {
    /** Undefined: the environment has looked at nothing yet. */
    query(environment: string, query: ObjectQuery): ObjectPage | undefined;
  };
  feed: Pick<Feed, 'hasRoom' | 'open' | 'close'>;
  health: Health;
  registry: Registry;
  log: Log;
  version: string;
  /** URL without credentials, shown on top of the page. */
  repository: string;
  /** Milliseconds since 1970, from which the ages on the page count; default: the real time. */
  now?: () => number;
  /** Absent: no action exists. */
  actions?: Pick<ActionRouteDeps, 'actions' | 'readToken' | 'onAnswer'>;
};
