import type { PassResult, SyncEvent } from '../events.ts';

export type EnvironmentStatus = {
  name: string;
  state: 'waiting' | 'published' | 'unchanged' | 'failed' | 'stalled';
  /** What is published now. */
  commit?: string;
  /** When the state was seen last, ISO 8601. */
  at?: string;
  /** `since`: of the first pass in a row that came out like this; `tries`: how many they are. */
  error?: { why: string; todo?: string; since: string; tries: number };
  /** When a pass last ended with what the ref holds published; ISO 8601. */
  readAt?: string;
  /** About a commit that was pushed or asked for, and that the server does not list. */
  note?: string;
  /** Who signed the commit, where signatures are checked. */
  verified?: { by: string };
};

/** What `GET /status` answers. */
export type Status = {
  configuration: { valid: boolean; problems: readonly string[] };
  environments: EnvironmentStatus[];
  lastPass?: { number: number; at: string; result: PassResult; seconds: number };
  /** `why` says why they are off; `problem` is about the last one, when it could not be sent. */
  commitStatus?: {
    state: 'on' | 'off';
    why?: string;
    problem?: { at: string; environment: string; commit: string; why: string };
  };
};

export const emptyStatus: Status = { configuration: { valid: true, problems: [] }, environments: [] };

const givenUp = 'given up: ';

/** The status after one more event. Pure. */
export function foldStatus(status: Status, event: SyncEvent): Status {
  switch (event.kind) {
    case 'configuration': {
      const { problems } = event;
      const environments =
        problems.length > 0
          ? status.environments
          : event.environments.map((name) => status.environments.find((one) => one.name === name) ?? waiting(name));
      return { ...status, configuration: { valid: problems.length === 0, problems }, environments };
    }
    case 'environment': {
      const environments = status.environments.map((one) => (one.name === event.environment ? next(one, event) : one));
      return { ...status, environments };
    }
    case 'sought':
      return noted(status, event, event.why);
    case 'givenUp':
      return noted(status, event, `${givenUp}${event.why}; polling goes on`);
    case 'found':
      return found(status, event);
    case 'passEnded': {
      const { pass, at, result, seconds } = event;
      return { ...status, lastPass: { number: pass, at: new Date(at).toISOString(), result, seconds } };
    }
    case 'commitStatuses': {
      const { off } = event;
      return { ...status, commitStatus: off === undefined ? { state: 'on' } : { state: 'off', why: off } };
    }
    case 'commitStatus':
      return { ...status, commitStatus: { state: 'on', ...problemOf(event) } };
    case 'accepted':
    case 'answered':
    case 'answerFailed':
    case 'applier':
    case 'bytes':
    case 'checked':
    case 'damage':
    case 'fetched':
    case 'passStarted':
    case 'removed':
    case 'repaired':
    case 'stage':
    case 'tidied':
    case 'tidyFailed':
    case 'waited':
    case 'waiting':
      return status;
    default:
      return event satisfies never;
  }
}

function problemOf({ at, environment, commit, why }: SyncEvent & { kind: 'commitStatus' }): object {
  return why === undefined ? {} : { problem: { at: new Date(at).toISOString(), environment, commit, why } };
}

function noted(status: Status, { environment }: { readonly environment: string }, note: string): Status {
  const environments = status.environments.map((one) => (one.name === environment ? { ...one, note } : one));
  return { ...status, environments };
}

function found(status: Status, { environment, wanted }: SyncEvent & { kind: 'found' }): Status {
  const environments = status.environments.map((one) => {
    if (one.name !== environment || one.note?.includes(wanted) !== true) return one;
    const { note: _, ...rest } = one;
    return rest;
  });
  return { ...status, environments };
}

function waiting(name: string): EnvironmentStatus {
  return { name, state: 'waiting' };
}

function next(before: EnvironmentStatus, event: SyncEvent & { kind: 'environment' }): EnvironmentStatus {
  const { outcome } = event;
  // What was given up for is answered by the next publication; what is still sought is not.
  const isOver = before.note?.startsWith(givenUp) === true && outcome.state === 'published';
  const note = before.note === undefined || isOver ? {} : { note: before.note };
  const at = new Date(event.at).toISOString();
  if (outcome.state === 'published' || outcome.state === 'unchanged') {
    const { state, commit, verified } = outcome;
    return {
      name: before.name,
      state,
      commit,
      at,
      readAt: at,
      ...note,
      ...(verified === undefined ? {} : { verified }),
    };
  }
  const commit = outcome.serving ?? before.commit;
  const { since = at, tries = 0 } = before.error ?? {};
  const todo = outcome.state === 'stalled' ? { todo: outcome.todo } : {};
  const error = { why: outcome.why, ...todo, since, tries: tries + 1 };
  return {
    name: before.name,
    state: outcome.state,
    at,
    error,
    ...(before.readAt === undefined ? {} : { readAt: before.readAt }),
    ...note,
    ...(commit === undefined ? {} : { commit }),
  };
}
