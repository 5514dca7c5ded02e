import type { Writable } from 'node:stream';

/** Bytes that may wait for a client which does not read; what the kernel holds for it comes on top. */
export const furthestBehind = 65_536;
export const mostClients = 100;
/** Milliseconds that a client has to take the rest when the server ends. */
const farewell = 250;

/** The open connections of the feed. Each costs a bounded amount of memory, and none waits for another. */
export class FeedClients {
  readonly #streams = new Set<Writable>();

  get size(): number {
    return this.#streams.size;
  }

  hasRoom(): boolean {
    return this.#streams.size < mostClients;
  }

  add(stream: Writable): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    // A connection that breaks is no defect: the client comes again.
    stream.on('error', () => stream.destroy());
  }

  /** Writes to every client; one that is too far behind loses its connection and may come again. */
  broadcast(text: string): void {
    for (const stream of this.#streams) {
      stream.write(text);
      if (stream.writableLength > furthestBehind) this.#drop(stream);
    }
  }

  /** Ends every connection, also of clients that do not read: the server can close at once. */
  close(): void {
    for (const stream of this.#streams) {
      stream.end();
      const timer = setTimeout(() => stream.destroy(), farewell);
      stream.once('close', () => clearTimeout(timer));
    }
    this.#streams.clear();
  }

  #drop(stream: Writable): void {
    this.#streams.delete(stream);
    stream.destroy();
  }
}
