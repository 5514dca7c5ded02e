import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readParameters } from './readParameters.ts';

const commit = 'a'.repeat(40);
const read = (query: string): unknown => readParameters(`/sync${query}`, ['wait', 'timeout', 'commit']);

test('without parameters nobody waits', () => {
  for (const query of ['', '?', '?&']) assert.deepEqual(read(query), { timeout: 60_000 });
});

for (const wait of ['published', 'applied', 'healthy']) {
  test(`wait=${wait} waits for a minute`, () => {
    assert.deepEqual(read(`?wait=${wait}`), { wait, timeout: 60_000 });
  });
}

test('a timeout is a duration as in couplet.yaml, up to 15 minutes', () => {
  for (const [text, timeout] of Object.entries({ '1ms': 1, '90s': 90_000, '1m30s': 90_000, '15m': 900_000 }))
    assert.deepEqual(read(`?wait=applied&timeout=${text}`), { wait: 'applied', timeout });
});

test('a commit alone waits until it is published', () => {
  assert.deepEqual(read(`?commit=${commit.toUpperCase()}`), { wait: 'published', timeout: 60_000, commit });
});

const refused: readonly [string, string][] = [
  ['?wate=applied', 'parameters must be wait, timeout, commit, found "wate"'],
  ['?=', 'parameters must be wait, timeout, commit, found ""'],
  ['?wait=applied&wait=healthy', 'wait must be given once, found it twice'],
  ['?wait=done', 'wait must be published, applied, healthy, found "done"'],
  ['?wait', 'wait must be published, applied, healthy, found ""'],
  ['?wait=applied&timeout=60', 'timeout must be a duration such as 60s, more than 0 and at most 15m, found "60"'],
  ['?wait=applied&timeout=0', 'timeout must be a duration such as 60s, more than 0 and at most 15m, found "0"'],
  ['?wait=applied&timeout=16m', 'timeout must be a duration such as 60s, more than 0 and at most 15m, found "16m"'],
  ['?timeout=60s', 'timeout must come with wait or commit, found it alone'],
  ['?commit=abc1234', 'commit must be a commit id of 40 hexadecimal digits, not shortened, found "abc1234"'],
  [
    `?commit=${'g'.repeat(99)}`,
    `commit must be a commit id of 40 hexadecimal digits, not shortened, found "${'g'.repeat(60)}…"`,
  ],
];
for (const [query, why] of refused) {
  test(`${query.slice(0, 40)} is refused with the rule and what was found`, () => {
    assert.equal(read(query), why);
  });
}
