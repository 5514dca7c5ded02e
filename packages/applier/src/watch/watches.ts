import type { Clock, Log } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import type { MemberSet } from '../apply/memberSet.ts';
import type { OpenStream } from '../apply/openStream.ts';
import type { RunError } from '../events.ts';
import { kindKey, type Kinds } from '../plan/kinds.ts';
import type { MemberNews } from './memberNews.ts';
import type { WatchBudget } from './watchBudget.ts';
import { watchPlace, type WatchPlace } from './watchPlace.ts';
import { placeKey, startVersion, watchPlaces } from './watchPlaces.ts';

export type WatchesOptions = {
  /** Name of the environment. */
  owner: string;
  members: MemberSet;
  news: MemberNews;
  api: Api;
  stream: OpenStream;
  clock: Clock;
  log: Log;
  budget: WatchBudget;
  /** Told when it changes. */
  onState: (state: { watches: number; problem?: RunError }) => void;
};

type Running = { stop: AbortController; ended: Promise<void> };

/** The open watches of one environment. */
export class Watches {
  readonly #options: WatchesOptions;
  readonly #running = new Map<string, Running>();
  readonly #troubled = new Set<string>();
  /** Kinds, by key, of which a watch over all namespaces was refused. */
  readonly #refused = new Set<string>();
  #kinds: Kinds = new Map();
  readonly #forbidden = new Map<string, RunError>();
  #closed = false;
  #told = '';

  constructor(options: WatchesOptions) {
    this.#options = options;
  }

  /** Opens what the set needs and is not open, and closes what it does not need any more. */
  follow(kinds: Kinds): void {
    const { members, owner, budget } = this.#options;
    if (this.#closed) return;
    this.#kinds = kinds;
    const places = watchPlaces(members, kinds, this.#refused);
    const allowed = budget.take(owner, places.length);
    const wanted = new Map((allowed ? places : []).map((place) => [placeKey(place), place]));
    for (const [key, running] of this.#running) if (!wanted.has(key)) this.#stop(key, running);
    for (const [key, place] of wanted) if (!this.#running.has(key)) this.#start(key, place);
    const [forbidden] = this.#forbidden.values();
    this.#tell(allowed ? forbidden : tooMany(places.length, budget.limit));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#options.budget.release(this.#options.owner);
    const running = [...this.#running];
    for (const [key, one] of running) this.#stop(key, one);
    await Promise.all(running.map(([, { ended }]) => ended));
  }

  #start(key: string, place: WatchPlace): void {
    const { members, news, log, owner, api, stream, clock } = this.#options;
    const stop = new AbortController();
    const version = startVersion(members, kindKey(place.kind.group, place.kind.kind), place.kind, place.namespace);
    const ended = watchPlace(
      { ...place, ...(version !== undefined && { version }) },
      { api, stream, setId: members.parent.id, clock },
      {
        seen: (kind, metadata) => news.seen(kind, metadata),
        gone: (kind, metadata) => news.gone(kind, metadata),
        listed: (listed, names, at) => news.listed(listed, names, at),
        trouble: (_place, err, retryIn) => this.#trouble(key, place, err, retryIn),
        works: () => this.#works(key),
      },
      stop.signal,
    ).catch((err: unknown) => log.error({ environment: owner, watch: key, err }, 'watch ended unexpectedly'));
    this.#running.set(key, { stop, ended });
  }

  #stop(key: string, { stop }: Running): void {
    this.#running.delete(key);
    this.#troubled.delete(key);
    this.#forbidden.delete(key);
    stop.abort(new Error('the watch is not needed any more'));
  }

  #works(key: string): void {
    if (!this.#troubled.delete(key)) return;
    const { log, owner } = this.#options;
    log.info({ environment: owner, watch: key }, 'watch works again');
    if (this.#forbidden.delete(key)) this.follow(this.#kinds);
  }

  #trouble(key: string, place: WatchPlace, error: unknown, retryIn: number): void {
    const { log, owner } = this.#options;
    if (!this.#troubled.has(key)) {
      log.warn(
        { environment: owner, watch: key, err: error, retryIn: Math.round(retryIn) },
        'watch broke, is opened again',
      );
    }
    this.#troubled.add(key);
    if (!(error instanceof ApiError && error.httpStatus === 403)) return;
    const everywhere = place.namespace === undefined && place.kind.namespaced;
    if (everywhere) this.#refused.add(kindKey(place.kind.group, place.kind.kind));
    else this.#forbidden.set(key, notAllowed(place, error));
    // Not from inside the watch that this may stop.
    queueMicrotask(() => this.follow(this.#kinds));
  }

  #tell(problem: RunError | undefined): void {
    const { onState, log, owner } = this.#options;
    const state = { watches: this.#running.size, ...(problem !== undefined && { problem }) };
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    if (problem !== undefined) log.warn({ environment: owner, ...problem }, 'drift is found by resync only');
    onState(state);
  }
}

function tooMany(wanted: number, limit: number): RunError {
  const message =
    `Cannot watch the set: all environments together may have ${limit} watches, found ${wanted} more that are wanted; ` +
    'drift is found at each resync instead. A ClusterRole that allows list and watch needs one per kind, not one per kind and namespace';
  return { code: 'not-watched', message };
}

function notAllowed({ kind, namespace }: WatchPlace, error: ApiError): RunError {
  const id = kindKey(kind.group, kind.kind);
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const message =
    `Cannot watch ${kind.resource}${where}: RBAC must allow the verb watch, found ${error.message}; ` +
    'drift of these objects is found at each resync instead';
  return { code: 'not-watched', message, id };
}
