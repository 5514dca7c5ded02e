import type { SyncEvent } from '../events.ts';
import { mostRequests } from '../newestRequests.ts';
import type { EnvironmentRecord, RequestRecord } from '../requestRecord.ts';
import { judgeApplied } from './judgeApplied.ts';
import { PublishedOrder } from './publishedOrder.ts';

/** The last 1,000 requests of people and CI, the last 1,000 webhooks, and what became of them; a fold over events. */
export class Records {
  // Apart, so that a flood of webhooks forgets nothing that somebody waits for.
  readonly #people = new Map<string, RequestRecord>();
  readonly #webhooks = new Map<string, RequestRecord>();
  readonly #order = new PublishedOrder();

  get(id: string): RequestRecord | undefined {
    return this.#people.get(id) ?? this.#webhooks.get(id);
  }

  add(event: SyncEvent): void {
    if (event.kind === 'accepted') this.#open(event);
    if (event.kind === 'fetched') {
      for (const one of this.#openOnes(event.requests, event.environments)) setFetched(one, event);
    }
    if (event.kind === 'sought' || event.kind === 'givenUp') {
      for (const one of this.#openOnes([event.request], [event.environment])) setSought(one, event);
    }
    if (event.kind === 'environment') {
      const { outcome, environment } = event;
      if ('commit' in outcome) this.#order.add(environment, outcome.commit);
      for (const one of this.#openOnes(event.requests, [environment])) finish(one, event);
    }
    if (event.kind === 'applier') this.#judge(event);
    if (event.kind === 'removed') this.#remove(event);
  }

  #open({ request }: SyncEvent & { kind: 'accepted' }): void {
    const received = iso(request.receivedAt);
    const record: RequestRecord = {
      id: request.id,
      trigger: request.provider,
      ...(request.delivery === undefined ? {} : { delivery: request.delivery }),
      ...(request.ref === undefined ? {} : { ref: request.ref }),
      receivedAt: received,
      environments: request.environments.map((name) => {
        const wanted = request.wanted?.get(name);
        return { name, state: 'waiting', received, ...(wanted !== undefined && { wanted }) };
      }),
    };
    const records = request.provider === 'bearer' ? this.#people : this.#webhooks;
    records.set(request.id, record);
    // A Map keeps the order of insertion: the first key is the oldest request.
    const [oldest] = records.keys();
    if (records.size > mostRequests && oldest !== undefined) records.delete(oldest);
  }

  /** Of these requests what is not published yet: what comes after that is of other requests. */
  #openOnes(requests: readonly { readonly id: string }[], names: readonly string[]): EnvironmentRecord[] {
    return requests.flatMap(
      ({ id }) =>
        this.get(id)?.environments.filter(({ name, published }) => names.includes(name) && published === undefined) ??
        [],
    );
  }

  #judge({ requests, environments }: SyncEvent & { kind: 'applier' }): void {
    const said = new Map(environments.map((one) => [one.name, one]));
    for (const one of requests.flatMap((id) => this.get(id)?.environments ?? [])) {
      const word = said.get(one.name);
      if (word === undefined || one.published === undefined) continue;
      const judged = judgeApplied(word, (commit) => this.#order.isAtLeast(one.name, commit, one.commit));
      const { applied = judged.applied, healthy = judged.healthy } = one;
      delete one.errors;
      Object.assign(one, judged, applied !== undefined && { applied }, healthy !== undefined && { healthy });
      if (judged.state === undefined) one.state = stateBefore(one);
    }
  }

  #remove({ environment }: SyncEvent & { kind: 'removed' }): void {
    this.#order.remove(environment);
    const message = `Cannot publish ${environment}: it is not configured any more`;
    for (const one of this.#openOnes([...this.#people.values(), ...this.#webhooks.values()], [environment])) {
      delete one.note;
      Object.assign(one, { state: 'stalled', errors: [{ code: 'sync-stalled', message }] });
    }
  }
}

function setFetched(record: EnvironmentRecord, { at, commit }: SyncEvent & { kind: 'fetched' }): void {
  delete record.errors;
  Object.assign(record, { state: 'fetched', fetched: iso(at), commit } satisfies Partial<EnvironmentRecord>);
}

function setSought(record: EnvironmentRecord, { kind, why }: SyncEvent & { kind: 'sought' | 'givenUp' }): void {
  record.state = kind === 'sought' ? 'waiting' : 'stalled';
  delete record.errors;
  delete record.note;
  if (kind === 'sought') record.note = why;
  else record.errors = [{ code: 'commit-not-listed', message: why, todo: 'polling goes on; push it, or ask again' }];
}

function finish(record: EnvironmentRecord, { at, outcome, environment }: SyncEvent & { kind: 'environment' }): void {
  record.state = outcome.state;
  delete record.errors;
  delete record.note;
  if ('commit' in outcome) {
    record.published = iso(at);
    record.commit = outcome.commit;
    return;
  }
  const message = outcome.why.startsWith('Cannot ') ? outcome.why : `Cannot publish ${environment}: ${outcome.why}`;
  record.errors = [
    { code: `sync-${outcome.state}`, message, ...(outcome.state === 'stalled' && { todo: outcome.todo }) },
  ];
}

// Of a run that goes on the applier says nothing yet: what an earlier one came to may be different now.
function stateBefore({ state, applied, healthy }: EnvironmentRecord): EnvironmentRecord['state'] {
  if (healthy !== undefined) return 'healthy';
  if (applied !== undefined) return 'applied';
  return state === 'unchanged' ? state : 'published';
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
