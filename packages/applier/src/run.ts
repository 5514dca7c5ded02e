import type { Publication } from '@couplet/volume';
import { counted, type Api } from './apply/apiClient.ts';
import type { RunEvent, Trigger } from './events.ts';
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
  /** The API server, with the requests of this run counted. */
  api: Api & { readonly requests: number };
  signal: AbortSignal;
  tell(event: Told): void;
};

/** Starts a run. Its id sorts by time and names the commit: `20261121T134205.123Z-1a2b3c4`. */
export function startRun(
  { environment, api, clock, record }: PassDeps,
  { publication, trigger, signal }: { publication: Publication; trigger: Trigger; signal: AbortSignal },
): Run {
  const time = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '');
  const id = `${time}-${publication.commit.slice(0, 7)}`;
  const run: Run = {
    publication,
    api: counted(api),
    signal,
    tell: (event) => record({ environment: environment.name, run: id, at: clock.now(), ...event }),
  };
  run.tell({ kind: 'started', trigger, publication });
  return run;
}
