import { constants, createInflate } from 'node:zlib';
import type { Inflate } from 'node:zlib';

/** Longer ones hardly feel what starting costs. Bytes. */
const longest = 64 * 1024;

/** What `node:zlib` keeps below its streams: one call inflates, and `left` then tells what of output and input was left. */
type Engine = {
  readonly stream: Inflate;
  readonly left: Uint32Array;
  readonly run: (input: Buffer, output: Buffer) => void;
};

let idle: Engine | undefined;

/**
 * Inflates the object of `size` bytes that `input` begins with, and says how many bytes of `input` it took; undefined
 * when it is long, damaged, or this Node is another inside: `inflateSync` is then to be asked, and says what is wrong.
 * `inflateSync` makes a stream for each object, and that was a fifth of the time that a first publication takes.
 */
export function inflateSmall(
  input: Buffer,
  size: number,
): { readonly bytes: Buffer; readonly used: number } | undefined {
  if (size > longest) return undefined;
  const engine = idle ?? open();
  idle = undefined;
  if (engine === undefined) return undefined;
  // One byte more, so that too much is seen.
  const output = Buffer.allocUnsafe(size + 1);
  engine.stream.reset();
  engine.run(input, output);
  const [unfilled, unread] = engine.left;
  // A stream that met an error is of no more use.
  if (engine.stream.destroyed || unfilled !== 1 || unread === undefined) {
    engine.stream.destroy();
    return undefined;
  }
  idle = engine;
  return { bytes: output.subarray(0, size), used: input.length - unread };
}

function open(): Engine | undefined {
  const stream = createInflate();
  stream.on('error', () => {});
  const [handle, left] = [Reflect.get(stream, '_handle'), Reflect.get(stream, '_writeState')];
  if (!hasWriteSync(handle) || !(left instanceof Uint32Array)) return undefined;
  const run = (input: Buffer, output: Buffer): void =>
    handle.writeSync(constants.Z_FINISH, input, 0, input.length, output, 0, output.length);
  return { stream, left, run };
}

type Handle = {
  writeSync(
    flush: number,
    input: Buffer,
    inputAt: number,
    inputLength: number,
    output: Buffer,
    outputAt: number,
    outputLength: number,
  ): void;
};

function hasWriteSync(handle: unknown): handle is Handle {
  return (
    typeof handle === 'object' && handle !== null && 'writeSync' in handle && typeof handle.writeSync === 'function'
  );
}
