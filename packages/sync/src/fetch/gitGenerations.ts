import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GitDirectory } from './gitDirectory.ts';

/**
 * The git directories of one repository: `<root>/<hash of url>/<number>`, of which the file `current` names one. A
 * damaged or bloated one is never mended in place: the next is filled beside it, then `current` is replaced by rename.
 */
export class GitGenerations {
  readonly #root: string;
  readonly #directory: string;
  readonly #largest: number | undefined;
  #number = 0;

  /** An object may have `largest` bytes to be read. */
  constructor(root: string, url: string, largest?: number) {
    this.#root = root;
    this.#largest = largest;
    this.#directory = join(root, createHash('sha256').update(url).digest('hex').slice(0, 16));
  }

  async openCurrent(): Promise<GitDirectory> {
    await mkdir(this.#directory, { recursive: true });
    const text = await readFile(join(this.#directory, 'current'), 'utf8').catch(() => '');
    const numbers = (await readdir(this.#directory)).map(Number).filter(Number.isInteger);
    const named = Number(text.trim());
    // A number above all others, because leftovers of a kill may still lie there.
    this.#number = Math.max(0, ...numbers);
    if (text !== '' && numbers.includes(named)) return this.#open(named);
    const fresh = await this.openNext();
    await this.makeCurrent(fresh);
    return fresh;
  }

  /** An empty git directory beside the current one. */
  async openNext(): Promise<GitDirectory> {
    this.#number += 1;
    await mkdir(this.#directory, { recursive: true });
    // By itself: a recursive mkdir says ENOENT of a disk that is read-only.
    await mkdir(join(this.#directory, String(this.#number)));
    return this.#open(this.#number);
  }

  async makeCurrent(next: GitDirectory): Promise<void> {
    const file = join(this.#directory, 'current');
    await writeFile(`${file}.new`, `${next.path.slice(this.#directory.length + 1)}\n`);
    await rename(`${file}.new`, file);
  }

  /** Removes every git directory but this one: replaced ones, leftovers of a kill, those of another URL. */
  async removeOthers(current: GitDirectory): Promise<void> {
    for (const name of await readdir(this.#root)) {
      const directory = join(this.#root, name);
      if (/^[0-9a-f]{16}$/.test(name) && directory !== this.#directory)
        await rm(directory, { recursive: true, force: true });
    }
    for (const name of await readdir(this.#directory)) {
      const directory = join(this.#directory, name);
      if (/^\d+$/.test(name) && directory !== current.path) await rm(directory, { recursive: true, force: true });
    }
  }
  #open(number: number): Promise<GitDirectory> {
    return GitDirectory.open(join(this.#directory, String(number)), this.#largest);
  }
}
