import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord } from './fixtures/runRecords.ts';
import { shrinkRecord } from './shrinkRecord.ts';

const message = (text: string): { code: string; message: string } => ({ code: 'c', message: text });
const long = runRecord({
  changes: ['a', 'b', 'c'].map((id) => ({ id, outcome: 'created' })),
  errors: ['a', 'b', 'c'].map(message),
  warnings: ['a', 'b', 'c'].map(message),
  notes: ['a', 'b', 'c'].map((text) => ({ message: text, file: 'f.yaml', line: 1, document: 1 })),
  skipped: ['a', 'b', 'c'].map((path) => ({ path, reason: 'symlink' })),
});

test('each list keeps its first items, and says how many it lost', () => {
  const shrunk = shrinkRecord(long, 2);
  for (const list of ['changes', 'errors', 'warnings', 'notes', 'skipped'] as const) {
    assert.deepEqual([shrunk[list], shrunk.more?.[list]], [long[list].slice(0, 2), 1], list);
  }
});

test('a record that fits stays as it is, and says of no list that it lost something', () => {
  assert.deepEqual(shrinkRecord(long, 3), long);
});

test('what was left out before counts too', () => {
  const before = { ...long, more: { changes: 10, notes: 5 } };
  assert.deepEqual(shrinkRecord(before, 2).more, { changes: 11, errors: 1, warnings: 1, notes: 6, skipped: 1 });
});
