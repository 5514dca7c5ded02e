import { mostCauses, type TroubleState } from './condition.ts';

/** What a receiver was told last of an environment that has not recovered since. Absent: that all is well, or nothing. */
export type Told = {
  state: TroubleState;
  /** ISO 8601: when it began. */
  since: string;
  /** See `Trouble`. */
  causes: string[];
  /** The first error, for the word that it has recovered. */
  what: string;
};

const states: readonly unknown[] = ['failed', 'degraded', 'held', 'stalled', 'rolled-back'] satisfies TroubleState[];
const longestWhat = 300;

/** Reads what `writeTold` wrote. Somebody may have edited it: what makes no sense was never told. */
export function readTold(text: unknown): Told | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    if (typeof value !== 'object' || value === null) return undefined;
    const { state, since, causes, what } = { state: '', since: '', causes: [], what: '', ...value };
    if (!isState(state) || typeof since !== 'string' || Number.isNaN(Date.parse(since))) return undefined;
    if (!Array.isArray(causes) || typeof what !== 'string') return undefined;
    return {
      state,
      since,
      causes: causes.filter((cause) => typeof cause === 'string').slice(0, mostCauses),
      what: what.slice(0, longestWhat),
    };
  } catch {
    return undefined;
  }
}

export function writeTold({ what, ...told }: Told): string {
  return JSON.stringify({ ...told, what: what.slice(0, longestWhat).toWellFormed() });
}

function isState(value: unknown): value is TroubleState {
  return states.includes(value);
}
