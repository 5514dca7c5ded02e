import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSize, parseSize } from './size.ts';

const sizes: [string, number][] = [
  ['0', 0],
  ['1', 1],
  ['1023', 1023],
  ['1Ki', 1024],
  ['32Mi', 33_554_432],
  ['1Gi', 1_073_741_824],
  ['2Ti', 2_199_023_255_552],
];
for (const [text, bytes] of sizes) {
  test(`${text} is ${bytes} bytes, and is written like that again`, () => {
    assert.deepEqual([parseSize(text), formatSize(bytes)], [bytes, text]);
  });
}

test('the shortest exact form is written', () => {
  assert.equal(formatSize(1536), '1536');
  assert.equal(formatSize(2048), '2Ki');
});

for (const text of ['', '1.5Gi', '-1', '1 Mi', '1M', '1mi', '0x10', '1e6', 'Mi', '1Mi2']) {
  test(`"${text}" is no size`, () => {
    assert.equal(parseSize(text), undefined);
  });
}
