import type { JsonObject } from './manifest.ts';

/** Source text, in bytes, of the bodies that are kept. */
const defaultLimit = 16 * 1024 * 1024;

/** Bodies by digest, the ones used longest ago leaving first. Two manifests of one digest have equal bodies. */
export class BodyCache {
  readonly #bodies = new Map<string, { body: JsonObject; bytes: number }>();
  readonly #limit: number;
  #bytes = 0;

  constructor(limit: number = defaultLimit) {
    this.#limit = limit;
  }

  get(digest: string): JsonObject | undefined {
    const found = this.#bodies.get(digest);
    if (found === undefined) return undefined;
    this.#bodies.delete(digest);
    this.#bodies.set(digest, found);
    return found.body;
  }

  /** `bytes` is the source text that the body stands for. */
  put(digest: string, body: JsonObject, bytes: number): void {
    this.#remove(digest);
    this.#bodies.set(digest, { body, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#bodies.keys()) {
      if (this.#bytes <= this.#limit) return;
      this.#remove(oldest);
    }
  }

  #remove(digest: string): void {
    this.#bytes -= this.#bodies.get(digest)?.bytes ?? 0;
    this.#bodies.delete(digest);
  }
}
