import { createHash, randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedPackError } from './damagedPackError.ts';
import type { KeptObjects } from './keptObjects.ts';
import { PackFile } from './packFile.ts';
import { PackIndex } from './packIndex.ts';
import { PackIndexer } from './packIndexer.ts';

const emptyPack = 32;

/** What a pack became: its name, its index, and what of its objects is at hand without reading it. */
export type KeptPack = { readonly name: string; readonly index: PackIndex; readonly kept: KeptObjects };

/**
 * A pack while it arrives: it goes to disk piece by piece, is indexed as it grows, and becomes one of the git directory's
 * when it is found sound.
 */
export class ReceivedPack {
  static readonly prefix = 'incoming-';
  readonly #directory: string;
  readonly #path: string;
  readonly #hash = createHash('sha1');
  #tail = Buffer.alloc(0);
  readonly #pack: PackFile;
  readonly #indexer: PackIndexer;
  #file: number | undefined;
  #ended = false;

  /** An object may have `largest` bytes to be held in memory. */
  constructor(directory: string, largest: number, signal: AbortSignal) {
    this.#directory = directory;
    this.#path = join(directory, `${ReceivedPack.prefix}${randomUUID()}`);
    this.#pack = new PackFile(this.#path, 0);
    this.#indexer = new PackIndexer(this.#pack, largest, signal);
  }

  /** Rejects with DamagedPackError, with the signal's reason, or with what the disk said. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) throw new Error('Cannot receive a pack: its fetch must be under way, found it ended');
    this.#file ??= this.#create();
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#sum(bytes);
    this.#pack.grow(bytes.length);
    await this.#indexer.advance();
  }

  /** Checks what arrived and puts it in place; undefined when nothing came. Rejects as `write` does. */
  async keep(): Promise<KeptPack | undefined> {
    this.#close();
    const { size } = this.#pack;
    if (size === 0) return undefined;
    const found = this.#hash.digest();
    if (!found.equals(this.#tail)) {
      throw new DamagedPackError(
        `Cannot use a pack: its ${size} bytes must hash to their last 20, found ${found.toString('hex')}`,
      );
    }
    const { entries, kept } = await this.#indexer.finish();
    if (size === emptyPack) return undefined;
    const index = PackIndex.build(entries, found);
    const name = `pack-${found.toString('hex')}`;
    // The index last: git looks for indexes, and one without its pack would be damage.
    writeFileSync(`${this.#path}.idx`, index.bytes);
    renameSync(this.#path, join(this.#directory, `${name}.pack`));
    renameSync(`${this.#path}.idx`, join(this.#directory, `${name}.idx`));
    return { name, index, kept };
  }

  /** Removes what was not put in place. */
  discard(): void {
    this.#close();
    if (this.#pack.size === 0) return;
    rmSync(this.#path, { force: true });
    rmSync(`${this.#path}.idx`, { force: true });
  }

  // The last 20 bytes are the checksum of all before them, and any may be the last.
  #sum(bytes: Uint8Array): void {
    if (bytes.length < 20) {
      const joined = Buffer.concat([this.#tail, bytes]);
      this.#hash.update(joined.subarray(0, -20));
      this.#tail = Buffer.from(joined.subarray(-20));
      return;
    }
    this.#hash.update(this.#tail);
    this.#hash.update(bytes.subarray(0, -20));
    this.#tail = Buffer.from(bytes.subarray(-20));
  }

  #create(): number {
    mkdirSync(this.#directory, { recursive: true });
    return openSync(this.#path, 'wx');
  }

  #close(): void {
    this.#ended = true;
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
