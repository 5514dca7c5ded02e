import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSpan } from './formatSpan.ts';

for (const [seconds, text] of [
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [11_100, '3 h 5 min'],
  [86_400, '1 d'],
  [180_000, '2 d 2 h'],
] as const) {
  test(`${seconds} seconds are ${text}`, () => assert.equal(formatSpan(seconds), text));
}
