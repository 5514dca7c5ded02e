import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTimestamp } from './readTimestamp.ts';

for (const [text, expected] of Object.entries({
  '20260228': '2026-02-28T00:00:00Z',
  '20260228Z': '2026-02-28T00:00:00Z',
  '202602281530': '2026-02-28T15:30:00Z',
  '20240229153045z': '2024-02-29T15:30:45Z',
})) {
  test(`${text} is ${expected}`, () => assert.equal(readTimestamp(text), Date.parse(expected) / 1000));
}

for (const text of ['', '2026', '20260230', '20261301', '202602282460', '20260228153061', '2026-02-28', '20260228+1']) {
  test(`"${text}" is no time`, () => assert.equal(readTimestamp(text), undefined));
}
