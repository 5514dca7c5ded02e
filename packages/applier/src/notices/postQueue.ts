/** More are left out: whoever floods the events of a cluster hides those of others. */
const mostWaiting = 50;

/** Sends one after the other, beside everything else. Of a flood the newest are sent. `send` must not reject. */
export class PostQueue<Item> {
  readonly #send: (item: Item) => Promise<void>;
  #waiting: Item[] = [];
  #sending: Promise<void> | undefined;

  constructor(send: (item: Item) => Promise<void>) {
    this.#send = send;
  }

  add(item: Item): void {
    this.#waiting = [...this.#waiting, item].slice(-mostWaiting);
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    // In a turn of its own, so that whoever adds is never held up.
    await Promise.resolve();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) await this.#send(next);
    this.#sending = undefined;
  }
}
