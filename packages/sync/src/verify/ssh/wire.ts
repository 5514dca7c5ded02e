/** Reads the types of RFC 4251 §5 from one buffer. Throws RangeError when it ends early. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length)
      throw new RangeError(`Cannot read ${count} bytes: the data must have them, found its end`);
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  uint32(): number {
    return this.take(4).readUInt32BE(0);
  }

  string(): Buffer {
    return this.take(this.uint32());
  }

  text(): string {
    return this.string().toString('latin1');
  }

  /** A positive integer without the leading zero byte of its encoding. Throws RangeError when it has more than it needs. */
  natural(): Buffer {
    const bytes = this.string();
    const [first = 0, second = 0] = bytes;
    const isMinimal = first !== 0 || (bytes.length > 1 && second >= 0x80);
    if (bytes.length === 0 || first >= 0x80 || !isMinimal)
      throw new RangeError('Cannot read an integer: it must be positive and minimal, found another encoding');
    return first === 0 ? bytes.subarray(1) : bytes;
  }
}

/** A string of RFC 4251 §5. */
export function wireString(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
