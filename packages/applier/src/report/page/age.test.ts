import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageText } from './age.ts';

const at = Date.UTC(2026, 10, 21, 12);
const second = 1000;
const table: [number, string][] = [
  [-2 * 3600 * second, 'on 2026-11-21'],
  [-30 * second, 'just now'],
  [999, 'just now'],
  [59 * second, '59 s ago'],
  [60 * second, '1 min ago'],
  [47 * 3600 * second, '47 h ago'],
  [48 * 3600 * second, '2 days ago'],
  [61 * 24 * 3600 * second, 'on 2026-11-21'],
];

for (const [ms, text] of table) {
  test(`${ms} ms later is ${text}`, () => assert.equal(ageText(at, at + ms), text));
}
