import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineColumn } from './lineColumn.ts';

test('LF, CRLF and CR each end a line', () => {
  const placeOf = lineColumn('a\nb\r\nc\rd');
  assert.deepEqual(
    [0, 2, 5, 7].map((offset) => placeOf(offset)),
    [1, 2, 3, 4].map((line) => ({ line, column: 1 })),
  );
});

test('the end of a text is a place', () => {
  assert.deepEqual(lineColumn('ab\ncd')(5), { line: 2, column: 3 });
});

test('an empty text has one place', () => {
  assert.deepEqual(lineColumn('')(0), { line: 1, column: 1 });
});
