import { decodeRecord, encodeRecord } from './recordCodec.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';
import { summarise } from './summarise.ts';

export const mostRuns = 50;
export const shardCount = 5;
export const runsPerShard = 10;

/** Records of one shard by id, as they are kept. */
export type Shard = ReadonlyMap<string, Buffer>;

type Entry = {
  readonly id: string;
  readonly bytes: Buffer;
  readonly summary: RunSummary;
  /** Where it is kept, or is to be. */
  shard?: number;
  /** The store has it as it is here. */
  isSaved: boolean;
  /** The id under which the store has it, perhaps as it was before. */
  storedAs?: string;
};

/** The last 50 runs of one environment that ended, newest first; their bodies compressed. */
export class RunList {
  readonly #environment: string;
  #entries: Entry[] = [];

  constructor(environment: string) {
    this.#environment = environment;
  }

  get size(): number {
    return this.#entries.length;
  }

  summaries(): RunSummary[] {
    return this.#entries.map(({ summary }) => summary);
  }

  get newestId(): string | undefined {
    return this.#entries[0]?.id;
  }

  get newest(): RunRecord | undefined {
    const [entry] = this.#entries;
    return entry && decodeRecord(entry.bytes);
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** By its id, or that of an earlier run that the same record stands for. */
  get(id: string): RunRecord | undefined {
    const entry =
      this.#entries.find((one) => one.id === id) ?? this.#entries.find(({ summary }) => standsFor(summary, id));
    return entry && decodeRecord(entry.bytes);
  }

  /** Adds a record, or puts it in the place of one (by default the one with its id). */
  put(record: RunRecord, replaced = record.id): void {
    const before = this.#entries.find(({ id }) => id === replaced);
    const bytes = encodeRecord(record);
    const entry: Entry = { id: record.id, bytes, summary: summarise(record), isSaved: false };
    if (before?.shard !== undefined) entry.shard = before.shard;
    if (before?.storedAs !== undefined) entry.storedAs = before.storedAs;
    if (before === undefined) this.#keep([entry, ...this.#entries]);
    else this.#entries = this.#entries.map((one) => (one === before ? entry : one));
  }

  /** What the store holds takes the place of everything that was saved in it; what was not yet saved stays. */
  load(shards: readonly Shard[]): void {
    const isThere = (id: string): boolean => shards.some((shard) => shard.has(id));
    const unsaved = this.#entries.filter(
      ({ isSaved, storedAs }) => !isSaved && (storedAs === undefined || isThere(storedAs)),
    );
    const known = new Set(unsaved.map(({ id }) => id));
    const loaded: Entry[] = [];
    for (const [shard, records] of shards.entries()) {
      for (const [id, bytes] of records) {
        const isKnown = known.has(id) || unsaved.some(({ summary }) => standsFor(summary, id));
        const record = isKnown ? undefined : decodeRecord(bytes);
        if (record?.id !== id || record.environment !== this.#environment) continue;
        known.add(id);
        loaded.push({ id, bytes, summary: summarise(record), shard, isSaved: true, storedAs: id });
      }
    }
    this.#keep([...unsaved, ...loaded.toSorted((one, other) => (one.id > other.id ? -1 : 1))]);
  }

  /** The shards that the store does not have as they are here. */
  unsaved(): number[] {
    const waiting = this.#entries.filter(({ isSaved }) => !isSaved);
    for (const entry of waiting.toReversed()) entry.shard ??= this.#freeShard();
    return [...new Set(waiting.flatMap(({ shard }) => shard ?? []))];
  }

  shard(wanted: number): Shard {
    return new Map(this.#entries.filter(({ shard }) => shard === wanted).map(({ id, bytes }) => [id, bytes]));
  }

  /** The store has this content now. What changed meanwhile is unsaved still. */
  saved(shard: Shard): void {
    for (const entry of this.#entries) {
      const bytes = shard.get(entry.id);
      if (bytes === undefined) continue;
      entry.storedAs = entry.id;
      entry.isSaved = bytes === entry.bytes;
    }
  }

  /** What the store had in this shard is no more. */
  forget(shard: number): void {
    this.#entries = this.#entries.filter((entry) => entry.shard !== shard || entry.storedAs === undefined);
  }

  /** One that is not full, the one of the newest runs if it can be; 49 others can never fill all. */
  #freeShard(): number {
    const sizes = Array.from({ length: shardCount }, (_, shard) => this.shard(shard).size);
    const newest = this.#entries.find(({ shard }) => shard !== undefined)?.shard ?? 0;
    const isFree = (shard: number): boolean => (sizes[shard] ?? 0) < runsPerShard;
    return isFree(newest) ? newest : sizes.findIndex((_, shard) => isFree(shard));
  }

  #keep(entries: Entry[]): void {
    this.#entries = entries.slice(0, mostRuns);
    // Somebody may have put more into a shard than belongs there.
    const sizes = new Map<number, number>();
    for (const entry of this.#entries) {
      if (entry.shard === undefined) continue;
      const size = (sizes.get(entry.shard) ?? 0) + 1;
      sizes.set(entry.shard, size);
      if (size <= runsPerShard) continue;
      delete entry.shard;
      entry.isSaved = false;
    }
  }
}

/** Ids begin with the time, as sortable text. */
function standsFor({ id, repeated }: RunSummary, earlier: string): boolean {
  return repeated !== undefined && earlier >= repeated.since.replaceAll(/[-:]/g, '') && earlier < id;
}
