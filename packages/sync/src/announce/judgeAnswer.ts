import { redactText } from '@couplet/daemon';
import type { Provider, StatusTarget } from './statusTarget.ts';

/** What a provider answered; header names in lower case, `text` bounded by whoever read it. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
};

/** What follows from it. `after`: milliseconds that the provider asks to wait. */
export type Verdict =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly why: string; readonly after?: number }
  | { readonly kind: 'refused'; readonly why: string };

const permissions: Readonly<Record<Provider, string>> = {
  github: 'the token needs the permission "Commit statuses: write" on this repository (a classic token: repo:status)',
  gitlab: 'the token needs the scope api and the role Developer or higher in this project',
  gitea: 'the token needs the permission write:repository, and its owner write access to the repository',
};

const longestAfter = 60 * 60 * 1000;
const longestQuote = 200;

/** Judges an answer; `now` in milliseconds since the epoch. */
export function judgeAnswer(target: StatusTarget, answer: Answer, now: number): Verdict {
  const { provider, api, repository } = target;
  const { status } = answer;
  const cannot = `Cannot set a commit status of ${repository} at ${api}`;
  const quote = quoteOf(answer.text);
  if (status >= 200 && status < 300) return { kind: 'sent' };
  // GitLab refuses a state that the commit has already, or had before a later one: what was to be told is told.
  if (provider === 'gitlab' && status === 400 && answer.text.includes('Cannot transition status'))
    return { kind: 'sent' };
  const after = waitOf(answer, now);
  if (status === 429 || (status === 403 && after !== undefined))
    return { kind: 'retry', why: `${cannot}: it asks to be called less often (${status})${quote}`, ...waiting(after) };
  if (status >= 500 || status === 408)
    return { kind: 'retry', why: `${cannot}: it must answer 2xx, found ${status}${quote}`, ...waiting(after) };
  return { kind: 'refused', why: `${cannot}: ${reasonOf(provider, status)} (${status})${quote}` };
}

function reasonOf(provider: Provider, status: number): string {
  switch (status) {
    case 401:
      return `the token is not accepted; check the file status-token in sync.credentials: ${permissions[provider]}`;
    case 403:
      return permissions[provider];
    case 404:
      return `there is no such repository or commit, or the token may not see it; ${permissions[provider]}`;
    case 422:
      return 'it does not accept this status; it must know the commit, and have fewer than 1000 statuses for it';
    default:
      return 'it must answer 2xx; check sync.commitStatus.api';
  }
}

/** Retry-After (RFC 9110 §10.2.3), or GitHub's hour of no calls left. */
function waitOf({ headers }: Answer, now: number): number | undefined {
  const after = headers['retry-after'];
  const isSpent = headers['x-ratelimit-remaining'] === '0';
  const reset = isSpent ? Number(headers['x-ratelimit-reset']) * 1000 - now : Number.NaN;
  const ms = after === undefined ? reset : /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestAfter) : undefined;
}

function waiting(after: number | undefined): { after?: number } {
  return after === undefined ? {} : { after };
}

function quoteOf(text: string): string {
  const line = redactText(messageOf(text))
    .replaceAll(/\s+|\p{Cc}+/gu, ' ')
    .trim();
  if (line === '') return '';
  return `; it says: ${line.length > longestQuote ? `${line.slice(0, longestQuote).toWellFormed()}…` : line}`;
}

/** All three providers answer `{"message": …}`; a page of HTML from a proxy says nothing to anybody. */
function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('message' in body)) return '';
    return typeof body.message === 'string' ? body.message : JSON.stringify(body.message);
  } catch {
    return '';
  }
}
