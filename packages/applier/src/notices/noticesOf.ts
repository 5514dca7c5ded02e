import type { ApplierEvent, Outcome, RunError } from '../events.ts';

/** What `kubectl get events` shows of an environment; about the parent of its set. */
export type Notice = {
  environment: string;
  type: 'Normal' | 'Warning';
  /** UpperCamelCase, as the API conventions ask of a reason. */
  reason: 'Applied' | 'Failed' | 'Held' | 'Stalled' | 'Healthy' | 'Degraded' | 'RolledBack' | 'Drifted' | 'Corrected';
  /** At most 1,000 characters; the API server refuses more than 1,024. */
  note: string;
};

const longest = 1000;
const told: Outcome[] = ['created', 'configured', 'deleted', 'held', 'failed'];

type RunNotes = {
  commit: string;
  subject: string;
  counts: Map<Outcome, number>;
  errors: RunError[];
  rollback?: RunError;
};

/**
 * A fold: hands on the few events that a person outside of Couplet wants to see. A run that changed nothing is none, and
 * what a retry finds again is told once.
 */
export function noticesOf(): (event: ApplierEvent) => Notice[] {
  const runs = new Map<string, RunNotes>();
  const last = new Map<string, string>();
  const judge = judgeEvents(runs);
  return (event) =>
    judge(event).filter(({ environment, reason, note }) => {
      const text = `${reason} ${note}`;
      const isNews = last.get(environment) !== text;
      last.set(environment, text);
      return isNews;
    });
}

function judgeEvents(runs: Map<string, RunNotes>): (event: ApplierEvent) => Notice[] {
  return (event) => {
    const { environment } = event;
    if (event.kind === 'removed') runs.delete(environment);
    if (event.kind === 'started') {
      const { commit, subject } = event.publication;
      const rollback = event.rollback === undefined ? {} : { rollback: event.rollback.error };
      runs.set(environment, { commit, subject, counts: new Map(), errors: [], ...rollback });
    }
    const run = runs.get(environment);
    if (event.kind === 'drifted') return drifted(environment, event.objects);
    if (run === undefined) return [];
    if (event.kind === 'object') {
      if (event.outcome === 'unchanged' || event.outcome === 'skipped') return [];
      run.counts.set(event.outcome, (run.counts.get(event.outcome) ?? 0) + 1);
      if (event.error !== undefined) run.errors.push(event.error);
    }
    if (event.kind === 'ended') return ended(environment, run, event);
    if (event.kind === 'settled' && !event.same) return settled(environment, run, event);
    return [];
  };
}

function ended(environment: string, run: RunNotes, event: ApplierEvent & { kind: 'ended' }): Notice[] {
  const [error] = [...event.errors, ...run.errors];
  const counts = told.flatMap((outcome) => {
    const count = run.counts.get(outcome) ?? 0;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  const summary = counts.length === 0 ? '' : `: ${counts.join(', ')}`;
  const because = error === undefined ? '' : `; ${error.message}`;
  const rolledBack = run.rollback === undefined ? [] : [notice(environment, 'RolledBack', run.rollback.message)];
  switch (event.result) {
    case 'applied':
      return counts.length === 0
        ? rolledBack
        : [...rolledBack, notice(environment, 'Applied', describe(run) + summary)];
    case 'held':
      return [...rolledBack, notice(environment, 'Held', `${describe(run)}${summary}; deletes wait for a person`)];
    case 'failed':
      return [...rolledBack, notice(environment, 'Failed', `${describe(run)}${summary}${because}`)];
    case 'stalled':
      return [...rolledBack, notice(environment, 'Stalled', `${describe(run)}${because}`)];
    case 'superseded':
      return [];
    default:
      event.result satisfies never;
      return [];
  }
}

function settled(environment: string, run: RunNotes, { result, errors }: ApplierEvent & { kind: 'settled' }): Notice[] {
  if (result === 'healthy') {
    // Without a change nobody waited for it.
    return run.counts.size === 0 ? [] : [notice(environment, 'Healthy', describe(run))];
  }
  return [notice(environment, 'Degraded', `${describe(run)}; ${errors.map(({ message }) => message).join('; ')}`)];
}

function drifted(environment: string, objects: (ApplierEvent & { kind: 'drifted' })['objects']): Notice[] {
  return objects.map(({ id, manager, fields, deleted, corrected }) => {
    const who = manager === undefined ? 'somebody' : `manager ${manager}`;
    const what = deleted === true ? 'was deleted' : `was changed by ${who} (${fields.slice(0, 5).join(', ')})`;
    const then = corrected ? 'and is as in the repository again' : 'and was not corrected';
    return notice(environment, corrected ? 'Corrected' : 'Drifted', `${id} ${what} ${then}`);
  });
}

function describe({ commit, subject }: RunNotes): string {
  return `commit ${commit.slice(0, 7)} (${subject.slice(0, 100)})`;
}

const normal = new Set<Notice['reason']>(['Applied', 'Healthy', 'Corrected']);

function notice(environment: string, reason: Notice['reason'], note: string): Notice {
  const shown = note.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ').slice(0, longest);
  return { environment, type: normal.has(reason) ? 'Normal' : 'Warning', reason, note: shown };
}
