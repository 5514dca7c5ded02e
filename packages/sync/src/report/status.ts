import type { PassResult, SyncEvent } from '../events.ts';

export type EnvironmentStatus = {
  name: string;
  state: 'waiting' | 'published' | 'unchanged' | 'failed' | 'stalled';
  /** What is published now. */
  commit?: string;
  /** When the state was seen last, ISO 8601. */
  at?: string;
  error?: { why: string; todo?: string };
};

/** What `GET /status` answers. */
export type Status = {
  configuration: { valid: boolean; problems: readonly string[] };
  environments: EnvironmentStatus[];
  lastPass?: { number: number; at: string; result: PassResult; seconds: number };
};

export const emptyStatus: Status = { configuration: { valid: true, problems: [] }, environments: [] };

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
    case 'passEnded': {
      const { pass, at, result, seconds } = event;
      return { ...status, lastPass: { number: pass, at: new Date(at).toISOString(), result, seconds } };
    }
    case 'accepted':
    case 'answered':
    case 'answerFailed':
    case 'bytes':
    case 'damage':
    case 'fetched':
    case 'passStarted':
    case 'removed':
    case 'repaired':
    case 'stage':
    case 'tidied':
    case 'tidyFailed':
      return status;
    default:
      return event satisfies never;
  }
}

function waiting(name: string): EnvironmentStatus {
  return { name, state: 'waiting' };
}

function next(before: EnvironmentStatus, event: SyncEvent & { kind: 'environment' }): EnvironmentStatus {
  const { outcome } = event;
  const at = new Date(event.at).toISOString();
  if (outcome.state === 'published' || outcome.state === 'unchanged') {
    return { name: before.name, state: outcome.state, commit: outcome.commit, at };
  }
  const commit = outcome.serving ?? before.commit;
  const error = { why: outcome.why, ...(outcome.state === 'stalled' ? { todo: outcome.todo } : {}) };
  return { name: before.name, state: outcome.state, at, error, ...(commit === undefined ? {} : { commit }) };
}
