import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRemembered, writeRemembered, type Remembered } from './remembered.ts';

const [commit, tree] = ['1'.repeat(40), '2'.repeat(40)];
const all: Remembered = {
  healthy: { commit, tree, at: '2026-01-01T00:00:00.000Z' },
  quarantine: { commit, tree, at: '2026-01-01T00:00:00.000Z', reason: 'it is degraded' },
  suspended: { at: '2026-01-01T00:00:00.000Z', reason: 'migration', until: '2026-01-02T00:00:00.000Z' },
  attempt: { commit, tree, count: 2 },
};

test('what is written is read again', () => {
  assert.deepEqual(readRemembered(writeRemembered(all)), all);
  assert.deepEqual(readRemembered(writeRemembered({})), {});
});

const edited: [string, Record<string, unknown>][] = [
  ['no JSON', { healthy: '{' }],
  ['null', { healthy: 'null' }],
  ['a list', { healthy: '[]' }],
  ['a commit that is none', { healthy: JSON.stringify({ commit: 'main', tree, at: 'x' }) }],
  ['a path for a tree', { healthy: JSON.stringify({ commit, tree: '../../etc', at: 'x' }) }],
  ['a count that is text', { attempt: JSON.stringify({ commit, tree, count: '2' }) }],
  ['an unknown key', { other: '{}' }],
];
for (const [what, data] of edited) {
  test(`${what} is forgotten, and the rest is kept`, () => {
    const suspended = JSON.stringify(all.suspended);
    assert.deepEqual(readRemembered({ ...data, suspended }), { suspended: all.suspended });
  });
}

test('a reason of any length is bounded', () => {
  const suspended = JSON.stringify({ at: 'x', reason: 'y'.repeat(100_000) });
  assert.equal(readRemembered({ suspended }).suspended?.reason?.length, 1000);
});
