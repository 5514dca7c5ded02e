import type { SyncEvent } from '../events.ts';
import type { EnvironmentRecord, RequestRecord } from '../requestRecord.ts';

/** The last 1,000 requests and what became of them; a fold over events. */
export class Records {
  readonly #most: number;
  readonly #records = new Map<string, RequestRecord>();

  constructor(most = 1000) {
    this.#most = most;
  }

  get(id: string): RequestRecord | undefined {
    return this.#records.get(id);
  }

  add(event: SyncEvent): void {
    if (event.kind === 'accepted') this.#open(event);
    if (event.kind === 'fetched') {
      const { commit } = event;
      for (const one of this.#concerned(event.requests, event.environments)) {
        Object.assign(one, { state: 'fetched', fetched: iso(event.at), commit } satisfies Partial<EnvironmentRecord>);
      }
    }
    if (event.kind === 'environment') {
      for (const one of this.#concerned(event.requests, [event.environment])) finish(one, event);
    }
  }

  #open({ request }: SyncEvent & { kind: 'accepted' }): void {
    const received = iso(request.receivedAt);
    this.#records.set(request.id, {
      id: request.id,
      trigger: request.provider,
      ...(request.delivery === undefined ? {} : { delivery: request.delivery }),
      ...(request.ref === undefined ? {} : { ref: request.ref }),
      receivedAt: received,
      environments: request.environments.map((name) => ({ name, state: 'waiting', received })),
    });
    // A Map keeps the order of insertion: the first key is the oldest request.
    const [oldest] = this.#records.keys();
    if (this.#records.size > this.#most && oldest !== undefined) this.#records.delete(oldest);
  }

  #concerned(requests: readonly { readonly id: string }[], names: readonly string[]): EnvironmentRecord[] {
    return requests.flatMap(
      ({ id }) => this.#records.get(id)?.environments.filter(({ name }) => names.includes(name)) ?? [],
    );
  }
}

function finish(record: EnvironmentRecord, { at, outcome }: SyncEvent & { kind: 'environment' }): void {
  record.state = outcome.state;
  if (outcome.state === 'published' || outcome.state === 'unchanged') {
    record.published = iso(at);
    record.commit = outcome.commit;
    delete record.failure;
    return;
  }
  record.failure = { at: iso(at), why: outcome.why, ...(outcome.state === 'stalled' ? { todo: outcome.todo } : {}) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
