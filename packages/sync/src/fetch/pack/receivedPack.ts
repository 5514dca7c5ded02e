import { createHash, randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedPackError } from './damagedPackError.ts';
import { indexPack } from './indexPack.ts';
import { PackFile } from './packFile.ts';
import { PackIndex } from './packIndex.ts';

const emptyPack = 32;

/** A pack while it arrives: it goes to disk piece by piece, and becomes one of the git directory's when it is found sound. */
export class ReceivedPack {
  static readonly prefix = 'incoming-';
  readonly #directory: string;
  readonly #path: string;
  readonly #hash = createHash('sha1');
  #tail = Buffer.alloc(0);
  #file: number | undefined;
  #ended = false;
  #size = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, `${ReceivedPack.prefix}${randomUUID()}`);
  }

  write(bytes: Uint8Array): void {
    if (this.#ended) throw new Error('Cannot receive a pack: its fetch must be under way, found it ended');
    this.#file ??= this.#create();
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#size += bytes.length;
    // The last 20 bytes are the checksum of all before them, and any may be the last.
    const joined = Buffer.concat([this.#tail, bytes]);
    this.#hash.update(joined.subarray(0, -20));
    this.#tail = Buffer.from(joined.subarray(-20));
  }

  /**
   * Checks and indexes what arrived and puts it in place; the pack's name, or undefined when nothing came. Rejects with
   * DamagedPackError, with the signal's reason, or with what the disk said.
   */
  async keep(signal: AbortSignal): Promise<string | undefined> {
    this.#close();
    if (this.#size === 0) return undefined;
    const found = this.#hash.digest();
    if (!found.equals(this.#tail)) {
      throw new DamagedPackError(
        `Cannot use a pack: its ${this.#size} bytes must hash to their last 20, found ${found.toString('hex')}`,
      );
    }
    const file = new PackFile(this.#path);
    const index = PackIndex.build(await indexPack(file, signal), found);
    if (this.#size === emptyPack) return undefined;
    const name = `pack-${found.toString('hex')}`;
    // The index last: git looks for indexes, and one without its pack would be damage.
    writeFileSync(`${this.#path}.idx`, index.bytes);
    renameSync(this.#path, join(this.#directory, `${name}.pack`));
    renameSync(`${this.#path}.idx`, join(this.#directory, `${name}.idx`));
    return name;
  }

  /** Removes what was not put in place. */
  discard(): void {
    this.#close();
    if (this.#size === 0) return;
    rmSync(this.#path, { force: true });
    rmSync(`${this.#path}.idx`, { force: true });
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
