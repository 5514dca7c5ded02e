import type { NotifyTarget } from '@couplet/config';
import { backoff, Mailbox, type Clock } from '@couplet/daemon';
import type { Conditions } from './conditions.ts';
import { describeNews, type News } from './describeNews.ts';
import { judgeNews, mostInWindow } from './judgeNews.ts';
import type { Verdict } from './judgePost.ts';
import type { Ledger } from './ledger.ts';
import type { Notification } from './notification.ts';
import type { NotifyReport } from './notifyReport.ts';
import type { Told } from './told.ts';

export type ReceiverLoopDeps = {
  target: NotifyTarget;
  conditions: Pick<Conditions, 'get' | 'names'>;
  ledger: Pick<Ledger, 'open' | 'get' | 'set' | 'save' | 'isSaved'>;
  /** The term of the lease in which this process leads; undefined: another one is to tell. */
  term: () => number | undefined;
  /** One try. Rejects only when the signal aborts. */
  send: (notification: Notification, signal: AbortSignal) => Promise<Verdict>;
  report: NotifyReport;
  clock: Clock;
  /** Base URL of the status page. */
  page?: string;
  random?: () => number;
};

const longestPause = 5 * 60_000;
const saveAgain = 30_000;
const lookAgain = 30_000;

/**
 * Tells one receiver what it does not know yet, one thing after the other. There is no queue: each try sends what is true
 * then, so that a receiver that was away for an hour hears how things are, and not how they were.
 */
export class ReceiverLoop {
  readonly #deps: ReceiverLoopDeps;
  readonly #news = new Mailbox<true>(() => true);
  readonly #delays;
  readonly #sent = new Map<string, number[]>();
  readonly #changesTold = new Map<string, number>();
  /** Environments in the order in which they were tried last, so that one that is refused holds up no other. */
  readonly #tried = new Set<string>();

  constructor(deps: ReceiverLoopDeps) {
    this.#deps = deps;
    this.#delays = backoff({ max: longestPause, ...(deps.random !== undefined && { random: deps.random }) });
  }

  /** A condition, or whether this process leads, may have changed. */
  wake(): void {
    this.#news.post(true);
  }

  /** Ends when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    try {
      for (;;) {
        this.#news.takeNow();
        const next = await this.#turn(signal);
        if (next.kind === 'pause') await clock.sleep(next.ms, signal);
        if (next.kind === 'rest') await this.#rest(next.ms, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #turn(signal: AbortSignal): Promise<{ kind: 'again' } | { kind: 'pause' | 'rest'; ms: number }> {
    const { conditions, ledger, report, term: termOf, clock } = this.#deps;
    const term = termOf();
    const names = conditions.names().filter((name) => this.#deps.target.environments?.includes(name) ?? true);
    if (names.length === 0) return { kind: 'rest', ms: Infinity };
    // A renewal that came late is told to nobody.
    if (term === undefined) return { kind: 'rest', ms: lookAgain };
    try {
      await ledger.open(term, signal);
      if (!ledger.isSaved) await this.#save(signal);
    } catch (error) {
      signal.throwIfAborted();
      report.kept(`Cannot read what was told: ${messageOf(error)}`);
      return { kind: 'pause', ms: this.#delays.next() };
    }
    const { news, until } = this.#choose(names);
    if (news !== undefined) return await this.#tell(news, signal);
    const wait = until - clock.now();
    return { kind: 'rest', ms: ledger.isSaved ? wait : Math.min(wait, saveAgain) };
  }

  #choose(names: string[]): { news?: News; until: number } {
    const { target, conditions, ledger, clock, page } = this.#deps;
    const ordered = [...names.filter((name) => !this.#tried.has(name)), ...this.#tried].filter((name) =>
      names.includes(name),
    );
    let until = Infinity;
    for (const environment of ordered) {
      const condition = conditions.get(environment);
      if (condition === undefined || condition.kind === 'pending') continue;
      const told = ledger.get(target.name, environment);
      const sent = this.#sent.get(environment) ?? [];
      const judgement = judgeNews({ on: target.on, told, condition, sent }, clock.now());
      if (judgement.kind === 'forget') ledger.set(target.name, environment, undefined);
      if (judgement.kind === 'wait') until = Math.min(until, judgement.until);
      if (judgement.kind !== 'tell') continue;
      const changes = condition.changes - (this.#changesTold.get(environment) ?? condition.changes);
      return { news: { event: judgement.event, environment, condition, told, changes, page }, until };
    }
    return { until };
  }

  async #tell(news: News, signal: AbortSignal): Promise<{ kind: 'again' } | { kind: 'pause'; ms: number }> {
    const { target, ledger, send, report, clock } = this.#deps;
    const { environment, event, condition } = news;
    this.#tried.delete(environment);
    this.#tried.add(environment);
    const verdict = await send(describeNews(news), signal);
    const facts = { receiver: target.name, environment, event };
    if (verdict.kind !== 'sent') {
      report.notSent({ ...facts, result: verdict.kind, why: verdict.why });
      const asked = verdict.kind === 'failed' ? (verdict.after ?? 0) : 0;
      return { kind: 'pause', ms: Math.max(asked, this.#delays.next()) };
    }
    this.#delays.reset();
    report.sent(facts);
    this.#sent.set(environment, [...(this.#sent.get(environment) ?? []), clock.now()].slice(-mostInWindow));
    this.#changesTold.set(environment, condition.changes);
    ledger.set(target.name, environment, toldOf(news));
    await this.#save(signal);
    return { kind: 'again' };
  }

  /** What cannot be written now is written later; meanwhile it is remembered here. */
  async #save(signal: AbortSignal): Promise<void> {
    const { ledger, report } = this.#deps;
    try {
      await ledger.save(signal);
      report.kept(undefined);
    } catch (error) {
      signal.throwIfAborted();
      report.kept(`Cannot keep what was told: ${messageOf(error)}`);
    }
  }

  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const end = AbortSignal.any([signal, ended.signal]);
    const waits = [this.#news.arrival(end), this.#deps.clock.sleep(Math.max(0, ms), end)];
    await Promise.race(waits).finally(() => ended.abort());
    await Promise.allSettled(waits);
  }
}

/** In one and the same trouble each cause is told once. */
function toldOf({ condition, told }: News): Told | undefined {
  if (condition.kind === 'well') return undefined;
  const { state, causes, facts } = condition;
  const since = new Date(condition.since).toISOString();
  const what = facts.errors?.[0]?.message ?? '';
  if (told === undefined) return { state, since, causes, what };
  return { state, since: told.since, causes: [...new Set([...told.causes, ...causes])], what };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
