import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { inflateSmall } from './inflateSmall.ts';

const text = Buffer.from('apiVersion: v1\nkind: ConfigMap\n'.repeat(20));
const follows = Buffer.from('what comes after it');

for (const bytes of [text, Buffer.alloc(0), Buffer.alloc(64 * 1024), randomBytes(10_000)]) {
  test(`${bytes.length} bytes come out as they went in, with how many bytes they took`, () => {
    const deflated = deflateSync(bytes);
    const found = inflateSmall(Buffer.concat([deflated, follows]), bytes.length);
    assert.deepEqual(found, { bytes, used: deflated.length });
  });
}

test('what came out stays as it is when more is inflated', () => {
  const first = inflateSmall(deflateSync(text), text.length);
  inflateSmall(deflateSync(Buffer.alloc(text.length, 'x')), text.length);
  assert.deepEqual(first?.bytes, text);
});

test('one object after the other is inflated', () => {
  const found = ['a', 'b', 'c'].map((letter) => inflateSmall(deflateSync(letter), 1)?.bytes.toString());
  assert.deepEqual(found, ['a', 'b', 'c']);
});

test('one stream serves for all objects', () => {
  let streams = 0;
  const hook = createHook({ init: (_id, type) => void (type === 'ZLIB' && (streams += 1)) }).enable();
  inflateSmall(follows, 1);
  const deflated = deflateSync(text);
  streams = 0;
  for (let count = 0; count < 10; count += 1) inflateSmall(deflated, text.length);
  hook.disable();
  assert.equal(streams, 1);
});

test('a Node that keeps nothing below its streams is left to inflateSync', (t) => {
  // The stream that is idle is of no use after a fault, so that another is opened.
  inflateSmall(follows, 1);
  t.mock.method(Reflect, 'get', (_stream: object, key: string) => (key === '_handle' ? {} : new Uint32Array(2)));
  assert.equal(inflateSmall(deflateSync(text), text.length), undefined);
});

test('an object that is long is left to inflateSync', () => {
  assert.equal(inflateSmall(deflateSync(Buffer.alloc(64 * 1024 + 1)), 64 * 1024 + 1), undefined);
});

const faults = {
  'that is cut off': [deflateSync(text).subarray(0, -1), text.length],
  'of which nothing came': [Buffer.alloc(0), text.length],
  'that is something else': [follows, text.length],
  'whose checksum is wrong': [changed(deflateSync(text)), text.length],
  'that is longer than declared': [deflateSync(text), text.length - 1],
  'that is shorter than declared': [deflateSync(text), text.length + 1],
} as const;

for (const [what, [input, size]] of Object.entries(faults)) {
  test(`nothing is answered for an object ${what}`, () => {
    assert.equal(inflateSmall(input, size), undefined);
  });

  test(`an object is inflated after one ${what}`, () => {
    inflateSmall(input, size);
    assert.deepEqual(inflateSmall(deflateSync(text), text.length)?.bytes, text);
  });
}

function changed(deflated: Buffer): Buffer {
  const last = deflated.length - 1;
  deflated.writeUInt8((deflated.readUInt8(last) + 1) % 256, last);
  return deflated;
}
