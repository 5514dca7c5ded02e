import type { GitFacts } from './gitFacts.ts';
import type { SyncAnswer, SyncEnvironment } from './syncAnswer.ts';

/** What is remembered of an environment from one answer to the next. Times are milliseconds since 1970. */
export type GitMemory = {
  readonly facts: GitFacts;
  /** When git was read last, with success. */
  readonly readAt?: number;
  /** Since when nothing new can have come. */
  readonly troubleSince?: number;
};

export type Circumstances = {
  readonly now: number;
  /** When sync answered last; absent: never. */
  readonly answeredAt?: number;
  readonly startedAt: number;
  /** Milliseconds for which trouble may be a passing one: sync starts again, or tries again. */
  readonly patience: number;
  /** `repository.poll` in milliseconds. */
  readonly poll: number;
};

/** As long as sync itself lets one pass take before its probe ends it. */
const longestPass = 10 * 60_000;

/** What is known of the news from git for one environment after one more answer of sync, or none. Pure. */
export function judgeGit(
  name: string,
  before: GitMemory | undefined,
  answer: SyncAnswer,
  circumstances: Circumstances,
): GitMemory {
  if (answer.kind === 'silence') return judgeSilence(before, answer.why, circumstances);
  const said = answer.environments.get(name);
  if (said?.state === 'published' || said?.state === 'unchanged') return judgeRead(said, before, circumstances);
  if (said?.error !== undefined) return judgeError(said.state, said.error, remembered(said, before), circumstances);
  const message =
    said === undefined
      ? `Cannot follow ${name}: sync must have it in its configuration, found that it does not know it`
      : 'sync has not come to this environment since it started; its log says what it does';
  return notYet('failing', message, remembered(said, before), circumstances);
}

function judgeSilence(before: GitMemory | undefined, why: string, circumstances: Circumstances): GitMemory {
  const { answeredAt, startedAt } = circumstances;
  const message = answeredAt === undefined ? `sync has not answered since the applier started: ${why}` : why;
  const known = { ...(before ?? unknown), troubleSince: before?.troubleSince ?? answeredAt ?? startedAt };
  return notYet('unreachable', message, known, circumstances);
}

function judgeRead(said: SyncEnvironment, before: GitMemory | undefined, circumstances: Circumstances): GitMemory {
  const { now, poll } = circumstances;
  const readAt = Date.parse(said.readAt ?? '') || now;
  if (now - readAt <= poll + longestPass) return { facts: { state: 'ok' }, readAt };
  const message = `sync has read git last at ${iso(readAt)}: it must do so each ${poll / 1000} s; its log says what it does`;
  return told('failing', message, { facts: before?.facts ?? unknown.facts, readAt, troubleSince: readAt });
}

function judgeError(
  state: string,
  error: NonNullable<SyncEnvironment['error']>,
  known: GitMemory,
  { now, patience }: Circumstances,
): GitMemory {
  // A sync that started anew counts from its start.
  const since = Math.min(known.troubleSince ?? Infinity, Date.parse(error.since ?? '') || now);
  const { why, todo, tries } = error;
  const more = { ...(tries !== undefined && { tries }), ...(todo !== undefined && { todo }) };
  const failing = now - since >= patience ? 'failing' : 'retrying';
  return told(state === 'stalled' ? 'stalled' : failing, why, { ...known, troubleSince: since }, more);
}

/** Until the patience has come to its end what was known before stays. */
function notYet(
  state: 'failing' | 'unreachable',
  message: string,
  known: GitMemory,
  { now, patience }: Circumstances,
): GitMemory {
  const since = known.troubleSince ?? now;
  const memory = { ...known, troubleSince: since };
  return now - since >= patience ? told(state, message, memory) : memory;
}

const unknown: GitMemory = { facts: { state: 'unknown' } };

function remembered(said: SyncEnvironment | undefined, before: GitMemory = unknown): GitMemory {
  return said?.readAt === undefined ? before : { ...before, readAt: Date.parse(said.readAt) };
}

function told(state: GitFacts['state'], message: string, memory: GitMemory, more: Partial<GitFacts> = {}): GitMemory {
  const { readAt, troubleSince } = memory;
  const facts: GitFacts = {
    state,
    ...(troubleSince !== undefined && { since: iso(troubleSince) }),
    ...(readAt !== undefined && { readAt: iso(readAt) }),
    message,
    ...more,
  };
  return { ...memory, facts };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
