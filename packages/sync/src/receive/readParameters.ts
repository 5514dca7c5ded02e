import { parseDuration } from '@couplet/config';
import type { Until } from '../events.ts';

export type Parameters = {
  /** Absent: nobody waits. */
  readonly wait?: Until;
  /** Milliseconds. */
  readonly timeout: number;
  readonly commit?: string;
};

type Name = 'wait' | 'timeout' | 'commit';

const untils: readonly Until[] = ['published', 'applied', 'healthy'];
const defaultTimeout = 60_000;
const longestTimeout = 15 * 60_000;

/**
 * Reads the part of a URL after `?`. Answers a sentence that names the parameter, the rule and what was found when one is
 * unknown, given twice or wrong. `commit` alone waits until it is published.
 */
export function readParameters(url: string, known: readonly Name[]): Parameters | string {
  const given = new Map<Name, string>();
  for (const [name, value] of new URLSearchParams(url.split('?').slice(1).join('?'))) {
    const found = known.find((one) => one === name);
    if (found === undefined && known.length === 0)
      return `a webhook must have no parameters, because only a bearer token waits, found ${quote(name)}`;
    if (found === undefined) return `parameters must be ${known.join(', ')}, found ${quote(name)}`;
    if (given.has(found)) return `${found} must be given once, found it twice`;
    given.set(found, value);
  }
  const text = given.get('timeout');
  const wait = untils.find((until) => until === given.get('wait'));
  if (given.has('wait') && wait === undefined)
    return `wait must be ${untils.join(', ')}, found ${quote(given.get('wait'))}`;
  const timeout = text === undefined ? defaultTimeout : parseDuration(text);
  if (timeout === undefined || timeout <= 0 || timeout > longestTimeout)
    return `timeout must be a duration such as 60s, more than 0 and at most 15m, found ${quote(text)}`;
  const commit = given.get('commit')?.toLowerCase();
  if (commit !== undefined && !/^[0-9a-f]{40}$/.test(commit))
    return `commit must be a commit id of 40 hexadecimal digits, not shortened, found ${quote(given.get('commit'))}`;
  if (text !== undefined && wait === undefined && commit === undefined)
    return 'timeout must come with wait or commit, found it alone';
  const until = wait ?? (commit === undefined ? undefined : 'published');
  return { timeout, ...(until !== undefined && { wait: until }), ...(commit !== undefined && { commit }) };
}

function quote(text = ''): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
