import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DamagedPackError } from './damagedPackError.ts';
import { packLimits } from './packLimits.ts';

const windowSize = 64 * 1024;
const mostWindows = 4;

type Window = { readonly start: number; readonly bytes: Buffer };

/**
 * Random access to a pack on disk without holding it in memory. Objects that are wanted one after the other lie side by
 * side, so a few windows serve most reads; the file is open only while one is filled, whatever the number of packs.
 */
export class PackFile {
  readonly path: string;
  readonly size: number;
  /** Where the objects end: a checksum of 20 bytes follows. */
  readonly end: number;
  #windows: Window[] = [];

  constructor(path: string) {
    this.path = path;
    const file = openSync(path, 'r');
    this.size = fstatSync(file).size;
    closeSync(file);
    this.end = this.size - 20;
    if (this.size < 32 || this.size > packLimits.pack) {
      throw new DamagedPackError(`Cannot read a pack: it must have 32 to ${packLimits.pack} bytes, found ${this.size}`);
    }
  }

  /** The 20 bytes at the end. */
  checksum(): Buffer {
    return Buffer.from(this.read(this.end, 20));
  }

  /** `length` bytes from `offset` on, fewer where the file ends. They are a view: valid as long as nobody writes to them. */
  read(offset: number, length: number): Buffer {
    const wanted = Math.min(length, this.size - offset);
    const at = this.#windows.findIndex(
      ({ start, bytes }) => start <= offset && offset + wanted <= start + bytes.length,
    );
    const [found = this.#fill(offset, wanted)] = at < 0 ? [] : this.#windows.splice(at, 1);
    // Longer ones hold one big object, which is not read twice.
    if (found.bytes.length <= windowSize) this.#windows = [found, ...this.#windows].slice(0, mostWindows);
    return found.bytes.subarray(offset - found.start, offset - found.start + wanted);
  }

  #fill(offset: number, wanted: number): Window {
    const bytes = Buffer.allocUnsafeSlow(Math.min(Math.max(wanted, windowSize), this.size - offset));
    const file = openSync(this.path, 'r');
    try {
      for (let filled = 0; filled < bytes.length;) {
        const count = readSync(file, bytes, filled, bytes.length - filled, offset + filled);
        if (count === 0) throw new DamagedPackError(`Cannot read a pack: it must have ${this.size} bytes, found fewer`);
        filled += count;
      }
    } finally {
      closeSync(file);
    }
    return { start: offset, bytes };
  }
}
