/** One large body that is received, or waits for its turn. */
type Holder = { since: number; begin: () => void; end: () => void };

export type BodyGateOptions = {
  /** Large bodies that are received at once. */
  readonly most: number;
  /** Those that may wait: the beginning of each, 64 KiB, has been read with its head. */
  readonly waiting: number;
  /** Milliseconds that a body may take while others wait: a webhook of 1 MiB takes far less. */
  readonly turn: number;
  readonly now: () => number;
};

/**
 * Lets only a few large bodies be received at once, since nobody knows yet who sends them: the others stay in the network.
 * Whoever takes longer than a turn while others wait is shown out, so that senders who never finish hold up nobody for long.
 */
export class BodyGate {
  readonly #options: BodyGateOptions;
  readonly #inside = new Set<Holder>();
  readonly #waiting = new Set<Holder>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BodyGateOptions) {
    this.#options = options;
  }

  /** Calls `begin` when it is the body's turn, `end` when it took too long. Call what is answered once the body is there or gone. */
  enter(begin: () => void, end: () => void): () => void {
    const holder: Holder = { since: 0, begin, end };
    this.#waiting.add(holder);
    this.#admit();
    if (this.#waiting.size > this.#options.waiting) this.#showOutFirst();
    return () => this.#leave(holder);
  }

  #admit(): void {
    for (const holder of this.#waiting) {
      if (this.#inside.size >= this.#options.most) break;
      this.#waiting.delete(holder);
      this.#inside.add(holder);
      holder.since = this.#options.now();
      holder.begin();
    }
    if (this.#waiting.size === 0) clearTimeout(this.#timer);
    else this.#timer ??= setTimeout(() => this.#showOut(), this.#options.turn / 2).unref();
    if (this.#waiting.size === 0) this.#timer = undefined;
  }

  #showOut(): void {
    this.#timer = undefined;
    const late = [...this.#inside].filter(({ since }) => this.#options.now() - since >= this.#options.turn);
    for (const holder of late) {
      this.#inside.delete(holder);
      holder.end();
    }
    this.#admit();
  }

  #showOutFirst(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    first.end();
  }

  #leave(holder: Holder): void {
    this.#waiting.delete(holder);
    if (this.#inside.delete(holder)) this.#admit();
  }
}
