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
  #size: number;
  #windows: Window[] = [];

  /** `size` is given for a pack that is still arriving. */
  constructor(path: string, size?: number) {
    this.path = path;
    this.#size = size ?? sizeOf(path);
    if (size === undefined) this.checkSize();
  }

  get size(): number {
    return this.#size;
  }

  /** Where the objects end: a checksum of 20 bytes follows. */
  get end(): number {
    return this.#size - 20;
  }

  /** More was written at its end. */
  grow(bytes: number): void {
    this.#size += bytes;
  }

  /** Throws DamagedPackError when the pack is whole but no pack has so many bytes. */
  checkSize(): void {
    if (this.#size >= 32 && this.#size <= packLimits.pack) return;
    throw new DamagedPackError(`Cannot read a pack: it must have 32 to ${packLimits.pack} bytes, found ${this.#size}`);
  }

  /** The 20 bytes at the end. */
  checksum(): Buffer {
    return Buffer.from(this.read(this.end, 20));
  }

  /** `length` bytes from `offset` on, fewer where the file ends. They are a view, valid until the next read. */
  read(offset: number, length: number): Buffer {
    const wanted = Math.min(length, this.size - offset);
    let found = this.#windows[0];
    // Nearly always the one that was read last: head, data and checksum of an object lie side by side.
    if (found === undefined || !covers(found, offset, wanted)) found = this.#find(offset, wanted);
    return found.bytes.subarray(offset - found.start, offset - found.start + wanted);
  }

  #find(offset: number, wanted: number): Window {
    const at = this.#windows.findIndex((window) => covers(window, offset, wanted));
    const [found = this.#fill(offset, wanted)] = at < 0 ? [] : this.#windows.splice(at, 1);
    // Longer ones hold one big object, which is not read twice.
    if (found.bytes.length <= windowSize) this.#windows = [found, ...this.#windows].slice(0, mostWindows);
    return found;
  }

  // The memory of the window that goes anyway: a pack of 13 MiB is read through 200 windows.
  #room(length: number): Buffer {
    const isFull = length === windowSize && this.#windows.length === mostWindows;
    const oldest = isFull ? this.#windows.pop()?.bytes : undefined;
    return oldest?.length === windowSize ? oldest : Buffer.allocUnsafeSlow(length);
  }

  #fill(offset: number, wanted: number): Window {
    const bytes = this.#room(Math.min(Math.max(wanted, windowSize), this.size - offset));
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

function covers({ start, bytes }: Window, offset: number, wanted: number): boolean {
  return start <= offset && offset + wanted <= start + bytes.length;
}

function sizeOf(path: string): number {
  const file = openSync(path, 'r');
  try {
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}
