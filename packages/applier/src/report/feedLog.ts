type FeedEvent = { id: number; event: string; data: string };
type Kept = FeedEvent & { key: string };

const mostKept = 256;
/** Characters; a client that missed more than this is told to look at everything instead. */
const longestReplay = 32_768;

/**
 * The last events of the feed. Ids count on from the time of the start, so that an id of an earlier process is never
 * taken for one of this process.
 */
export class FeedLog {
  #first: number;
  #last: number;
  #kept: Kept[] = [];
  #forgot = false;

  constructor(start: number) {
    this.#first = start;
    this.#last = start;
  }

  get last(): number {
    return this.#last;
  }

  /** Keeps an event and returns it as text. Of events with the same key a replay has the newest. */
  add(event: string, key: string, data: string): string {
    this.#last += 1;
    const kept = { id: this.#last, event, data, key: `${event} ${key}` };
    this.#forgot = false;
    this.#kept = [...this.#kept, kept].slice(-mostKept);
    return formatEvent(kept);
  }

  /** Something happened that is not kept: no id given until now leads on from here. */
  forget(): void {
    if (this.#forgot) return;
    this.#forgot = true;
    this.#last += 1;
    this.#first = this.#last;
    this.#kept = [];
  }

  /** What came after the event with this id, in its order; undefined when that is not known. */
  since(id: string | undefined): string | undefined {
    if (id === undefined || !/^\d{1,15}$/.test(id)) return undefined;
    const last = Number(id);
    const oldest = this.#kept[0]?.id ?? this.#last + 1;
    if (last < this.#first || last > this.#last || last < oldest - 1) return undefined;
    const missed = this.#kept.filter((kept) => kept.id > last);
    const newest = new Map(missed.map((kept) => [kept.key, kept.id]));
    const text = missed
      .filter((kept) => newest.get(kept.key) === kept.id)
      .map(formatEvent)
      .join('');
    return text.length > longestReplay ? undefined : text;
  }
}

/** `data` is JSON, so that it has no line break. */
export function formatEvent({ id, event, data }: FeedEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}
