import assert from 'node:assert/strict';
import { test } from 'node:test';
import { senders } from '../fixtures/senders.ts';
import { gitlab } from './gitlab.ts';
import { readRef } from './readRef.ts';

const ref = 'refs/heads/main';
const commit = '1'.repeat(40);

function pushedOf(payload: Readonly<Record<string, unknown>>): unknown {
  const read = readRef({ ref, ...payload });
  return 'pushed' in read ? [...read.pushed] : read.why;
}

test('the object that was pushed is named with its ref', () => {
  assert.deepEqual(pushedOf({ after: commit }), [[ref, commit]]);
});

test('a deleted ref names no object', () => {
  assert.deepEqual(pushedOf({ after: '0'.repeat(40) }), []);
});

for (const after of [
  undefined,
  null,
  1,
  '',
  'main',
  commit.slice(1),
  `${commit}1`,
  [commit],
  commit.toUpperCase().replace(/1/g, 'A'),
]) {
  test(`${JSON.stringify(after)} is no object`, () => {
    assert.deepEqual(pushedOf({ after }), []);
  });
}

test('of a tag that GitLab announces the commit is named, not the tag', () => {
  const sender = senders.find(({ provider }) => provider === 'gitlab');
  const body = Buffer.from(JSON.stringify(sender?.tag));
  const hint = gitlab.hint({ 'x-gitlab-event': 'Tag Push Hook' }, body);
  assert.deepEqual(hint.kind === 'moved' && [...(hint.pushed?.values() ?? [])], [
    '5937ac0a7beb003549fc5fd26fc247adbce4a52e',
  ]);
});
