import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, duration } from './durations.ts';

for (const [ms, text] of [
  [0, '0 ms'],
  [1240, '1,240 ms'],
  [12_400, '12.4 s'],
  [59_990, '60.0 s'],
  [200_000, '3 min 20 s'],
] as const) {
  test(`${ms} ms is ${text}`, () => assert.equal(duration(ms), text));
}

test('one is counted without s', () =>
  assert.deepEqual([count(1, 'error'), count(0, 'error')], ['1 error', '0 errors']));
