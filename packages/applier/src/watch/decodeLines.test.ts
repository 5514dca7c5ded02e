import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeLines } from './decodeLines.ts';

async function* chunks(...texts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? Buffer.from(text) : text;
}

const lines = async (source: AsyncIterable<Uint8Array>, limit?: number): Promise<string[]> =>
  await Array.fromAsync(decodeLines(source, limit));

test('lines come out whole, however they are cut', async () => {
  assert.deepEqual(await lines(chunks('a', 'b\nc', 'd\n', 'e\nf\n\ng')), ['ab', 'cd', 'e', 'f', 'g']);
});

test('a character that is cut in two comes out whole', async () => {
  const bytes = Buffer.from('ü\n');
  assert.deepEqual(await lines(chunks(bytes.subarray(0, 1), bytes.subarray(1))), ['ü']);
});

test('a line over the limit is an error before it ends', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      read += 1;
      yield Buffer.alloc(1000, 'x');
    }
  }
  await assert.rejects(lines(endless(), 10_000), RangeError);
  assert.ok(read < 15);
});

test('a line is handed on before the next one comes', async () => {
  const more = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('first\n');
    await more.promise;
  }
  const reader = decodeLines(slow());
  assert.deepEqual(await reader.next(), { value: 'first', done: false });
  more.resolve();
  assert.equal((await reader.next()).done, true);
});
