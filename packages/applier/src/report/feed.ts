import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { Clock } from '@couplet/daemon';
import type { RunSummary } from '../history/runRecord.ts';
import type { EnvironmentStatus } from './environmentStatus.ts';
import { FeedClients } from './feedClients.ts';
import { FeedLog, formatEvent } from './feedLog.ts';
import { nextFlush } from './nextFlush.ts';

export type FeedDeps = {
  status: { get(name: string): EnvironmentStatus | undefined; list(): EnvironmentStatus[] };
  history: { list(environment: string): RunSummary[] | undefined };
  clock: Clock;
  version: string;
};

type Pending = { environment: string; runs: Set<string>; scheduled: boolean; flushes: number[]; told?: string };

/** Milliseconds between two comments, by which both sides and every proxy between them see that the connection lives. */
const heartbeat = 15_000;

/** Milliseconds after the last client for which events are kept: a client that lost its connection comes again. */
const patience = 60_000;

/**
 * The live feed (`GET /api/events`): what changed, as server-sent events (HTML, 9.2). An event is a hint with the newest
 * facts: of several changes in a short time the last one is told.
 */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #clients = new FeedClients();
  readonly #log: FeedLog;
  readonly #pending = new Map<string, Pending>();
  readonly #closed = new AbortController();
  #beating = false;
  #followedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
    this.#log = new FeedLog(deps.clock.now());
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Something about the environment may have changed: it is looked at soon, whatever comes until then. */
  touch(environment: string): void {
    if (this.#isFollowed()) this.#schedule(this.#pendingOf(environment));
  }

  touchRun(environment: string, run: string): void {
    if (!this.#isFollowed()) return;
    const pending = this.#pendingOf(environment);
    pending.runs.add(run);
    this.#schedule(pending);
  }

  /** False: there are as many clients as there may be, or the feed is closed. */
  hasRoom(): boolean {
    return !this.#closed.signal.aborted && this.#clients.hasRoom();
  }

  /** Takes a client, which gets what it missed since `lastEventId` or, where that is not known, one `hello`. */
  open(stream: Writable, lastEventId?: string): void {
    this.#clients.add(stream);
    this.#followedAt = this.#deps.clock.now();
    stream.write(`retry: 2000\n\n${this.#log.since(lastEventId) ?? this.#hello()}`);
    if (!this.#beating) void this.#beat();
  }

  /** Ends every connection and everything that waits. */
  close(): void {
    this.#closed.abort(new Error('Cannot go on with the feed: it is closed'));
    this.#clients.close();
  }

  /** What nobody follows costs nothing, and is not kept: who comes then is told to look at everything. */
  #isFollowed(): boolean {
    const now = this.#deps.clock.now();
    if (this.#clients.size > 0) this.#followedAt = now;
    const followed = now - this.#followedAt <= patience;
    if (!followed) this.#log.forget();
    return followed;
  }

  #pendingOf(environment: string): Pending {
    const found = this.#pending.get(environment);
    if (found !== undefined) return found;
    const pending: Pending = { environment, runs: new Set(), scheduled: false, flushes: [] };
    this.#pending.set(environment, pending);
    return pending;
  }

  #schedule(pending: Pending): void {
    if (pending.scheduled) return;
    pending.scheduled = true;
    const { clock } = this.#deps;
    const now = clock.now();
    const flush = (): void => {
      pending.scheduled = false;
      pending.flushes = [...pending.flushes, clock.now()].slice(-3);
      this.#flush(pending);
    };
    clock.sleep(nextFlush(pending.flushes, now) - now, this.#closed.signal).then(flush, () => {});
  }

  #flush(pending: Pending): void {
    const { status, history } = this.#deps;
    const { environment } = pending;
    const found = status.get(environment);
    const runs = [...pending.runs];
    pending.runs.clear();
    const summaries = runs.length === 0 ? [] : (history.list(environment) ?? []);
    for (const run of summaries.filter(({ id }) => runs.includes(id)).toReversed()) this.#tell('run', run.id, run);
    const seen = createHash('sha1')
      .update(JSON.stringify(found ?? null))
      .digest('base64');
    if (seen !== pending.told)
      this.#tell('environment', environment, found === undefined ? { name: environment } : brief(found));
    pending.told = seen;
    if (found === undefined) this.#pending.delete(environment);
  }

  #tell(event: 'environment' | 'run', key: string, data: object): void {
    this.#clients.broadcast(this.#log.add(event, key, JSON.stringify(data)));
  }

  #hello(): string {
    const { status, version } = this.#deps;
    const data = JSON.stringify({ version, environments: status.list().map(brief) });
    return formatEvent({ id: this.#log.last, event: 'hello', data });
  }

  async #beat(): Promise<void> {
    this.#beating = true;
    while (this.#clients.size > 0) {
      const awake = await this.#deps.clock.sleep(heartbeat, this.#closed.signal).then(
        () => true,
        () => false,
      );
      if (!awake) return;
      this.#clients.broadcast(':\n\n');
    }
    this.#beating = false;
  }
}

function brief({ name, state, run }: EnvironmentStatus): { name: string; state: string; run?: string } {
  return { name, state, ...(run !== undefined && { run }) };
}
