import { DamagedPackError } from './damagedPackError.ts';
import { ObjectTooLargeError } from './objectTooLargeError.ts';

/**
 * Builds an object from its base and a delta, see gitformat-pack(5), "Deltified representation". Throws DamagedPackError
 * for a delta that is not made for this base, and ObjectTooLargeError before it allocates more than `most` bytes.
 */
export function applyDelta(base: Buffer, delta: Buffer, most: number): Buffer {
  let at = 0;
  const next = (): number => {
    const byte = delta[at];
    if (byte === undefined) throw damaged('must be whole, found its end');
    at += 1;
    return byte;
  };
  const readSize = (): number => {
    let size = 0;
    for (let byte = 128, factor = 1; (byte & 128) !== 0; factor *= 128) {
      byte = next();
      size += (byte & 127) * factor;
    }
    return size;
  };
  const baseSize = readSize();
  if (baseSize !== base.length) throw damaged(`must be made for ${baseSize} bytes, found ${base.length}`);
  const size = readSize();
  if (size > most) throw new ObjectTooLargeError(`Cannot apply a delta: it may give ${most} bytes, found ${size}`);

  const result = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  while (at < delta.length) {
    const code = next();
    if (code === 0) throw damaged('must have known instructions, found 0');
    const copies = (code & 128) !== 0;
    let start = at;
    let length = code;
    if (copies) {
      start = 0;
      length = 0;
      for (let bit = 0; bit < 4; bit += 1) if ((code & (1 << bit)) !== 0) start += next() * 256 ** bit;
      for (let bit = 0; bit < 3; bit += 1) if ((code & (16 << bit)) !== 0) length += next() * 256 ** bit;
      if (length === 0) length = 65_536;
    } else at += length;
    const source = copies ? base : delta;
    if (start + length > source.length || filled + length > size) throw damaged('must stay within its bounds');
    source.copy(result, filled, start, start + length);
    filled += length;
  }
  if (filled !== size) throw damaged(`must give ${size} bytes, found ${filled}`);
  return result;
}

/** The bytes of the object that a delta gives, as it declares them. Throws DamagedPackError. */
export function deltaResultSize(delta: Buffer): number {
  const sizes: number[] = [];
  let [size, factor] = [0, 1];
  for (const byte of delta) {
    size += (byte & 127) * factor;
    factor *= 128;
    if ((byte & 128) !== 0) continue;
    sizes.push(size);
    if (sizes.length === 2) return size;
    [size, factor] = [0, 1];
  }
  throw damaged('must declare its sizes, found its end');
}

function damaged(rule: string): DamagedPackError {
  return new DamagedPackError(`Cannot apply a delta: it ${rule}`);
}
