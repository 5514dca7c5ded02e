import type { Publication } from '@couplet/volume';
import { counted, type Api } from './apply/apiClient.ts';
import type { Rollback, RunEvent, Trigger } from './events.ts';
import type { CommitAndTree } from './memory/remembered.ts';
import type { PassDeps } from './passContext.ts';

/** A RunEvent without what every event of one run shares. */
type Told = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'environment' | 'run' | 'at'>
    : never
  : never;

/** One run in progress: what it works on and where its events go. */
export type Run = {
  publication: Publication;
  /** What is applied: the publication's, or the commit that takes its place. */
  target: CommitAndTree;
  rollback?: Rollback;
  /** The API server, with the requests of this run counted. */
  api: Api & { readonly requests: number };
  signal: AbortSignal;
  tell(event: Told): void;
};

/** Starts a run. Its id sorts by time and names the commit: `20261121T134205.123Z-1a2b3c4`. */
export function startRun(
  { environment, api, clock, record }: PassDeps,
  wanted: { publication: Publication; trigger: Trigger; signal: AbortSignal; rollback?: Rollback },
): Run {
  const { publication, trigger, signal, rollback } = wanted;
  const replaced = rollback === undefined ? {} : { rollback };
  const time = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '');
  const id = `${time}-${publication.commit.slice(0, 7)}`;
  const run: Run = {
    publication,
    target: rollback ?? publication,
    ...replaced,
    api: counted(api, environment.name),
    signal,
    tell: (event) => record({ environment: environment.name, run: id, at: clock.now(), ...event }),
  };
  run.tell({ kind: 'started', trigger, publication, ...replaced });
  return run;
}
