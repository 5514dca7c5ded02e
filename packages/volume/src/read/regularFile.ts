import { closeSync, constants, fstatSync, openSync, read as readCallback, readSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';

const read = promisify(readCallback);
const chunk = 1024 * 1024;

// Not through a symlink, and not waiting for the writer of a FIFO: whatever was put in a file's place is looked at first.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** An open regular file. Up to 1 MiB is read at once, more in the thread pool. */
export class RegularFile implements Disposable {
  readonly #fd: number;
  readonly size: number;
  readonly executable: boolean;

  private constructor(fd: number, size: number, executable: boolean) {
    this.#fd = fd;
    this.size = size;
    this.executable = executable;
  }

  /** Throws the system's error, or one with code `EFTYPE` when something other than a file is there. */
  static open(path: string): RegularFile {
    const fd = openSync(path, flags);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EFTYPE' });
      return new RegularFile(fd, stats.size, (stats.mode & 0o100) !== 0);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** The bytes of a file that one call reads, without a promise; undefined for a larger one, and one that changes its size. */
  smallBytes(): Buffer | undefined {
    if (this.size > chunk) return undefined;
    const bytes = Buffer.allocUnsafe(this.size);
    return readSync(this.#fd, bytes, 0, this.size, 0) === this.size ? bytes : undefined;
  }

  async bytes(): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(this.size);
    let filled = 0;
    while (filled < bytes.length) {
      // oxlint-disable-next-line no-await-in-loop
      const count = await this.#read(bytes, filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  /** The id that git would give this file, computed without holding more than 1 MiB of it. */
  async blobId(): Promise<string> {
    const hash = createHash('sha1').update(`blob ${this.size}\0`);
    const buffer = Buffer.allocUnsafe(Math.min(this.size, chunk));
    let left = this.size;
    while (left > 0) {
      const count = await this.#read(buffer, 0);
      if (count === 0) break;
      hash.update(buffer.subarray(0, count));
      left -= count;
    }
    return hash.digest('hex');
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  async #read(buffer: Buffer, offset: number): Promise<number> {
    const length = Math.min(buffer.length - offset, chunk);
    if (this.size <= chunk) return readSync(this.#fd, buffer, offset, length, null);
    return (await read(this.#fd, buffer, offset, length, null)).bytesRead;
  }
}
