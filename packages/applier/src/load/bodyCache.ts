import type { JsonObject } from './manifest.ts';

/** Characters of the bodies that are kept. */
const defaultLimit = 16 * 1024 * 1024;
/** A number that JSON.parse might not give as it is written; in a string it would stand behind a quote. */
const longNumber = /[[:,]-?\d{16}/;

/**
 * Bodies by digest, the ones used longest ago leaving first. Kept as their canonical JSON: up to half of the memory of
 * objects, and one string where the collection of garbage would follow and move a dozen of them.
 */
export class BodyCache {
  readonly #texts = new Map<string, string>();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number = defaultLimit) {
    this.#limit = limit;
  }

  get(digest: string): JsonObject | undefined {
    const text = this.#texts.get(digest);
    if (text === undefined) return undefined;
    this.#texts.delete(digest);
    this.#texts.set(digest, text);
    return JSON.parse(text);
  }

  /** `text` is what canonicalBody wrote. What holds numbers of 16 digits is not kept: they may be more exact than a number. */
  put(digest: string, text: string): void {
    if (text.length > this.#limit || this.#texts.has(digest) || longNumber.test(text)) return;
    this.#texts.set(digest, text);
    this.#size += text.length;
    if (this.#size > this.#limit) this.#shrink();
  }

  #shrink(): void {
    for (const [digest, text] of this.#texts) {
      if (this.#size <= this.#limit) return;
      this.#texts.delete(digest);
      this.#size -= text.length;
    }
  }
}
