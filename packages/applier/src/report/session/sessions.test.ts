import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { Sessions, sessionLength } from './sessions.ts';

const token = 'word';

function opened(): { clock: FakeClock; sessions: Sessions; id: string } {
  const clock = new FakeClock();
  const sessions = new Sessions(() => clock.now());
  return { clock, sessions, id: sessions.open(token) };
}

test('a session is found by its id', () => {
  const { sessions, id } = opened();
  assert.ok(sessions.find(id, token));
});

test('ids and form values are random, long, and not the same', () => {
  const { sessions, id } = opened();
  const other = sessions.open(token);
  const values = [id, other, sessions.find(id, token)?.csrf ?? '', sessions.find(other, token)?.csrf ?? ''];
  assert.deepEqual([new Set(values).size, values.every((value) => /^[\w-]{43}$/.test(value))], [4, true]);
});

test('an id that was never given finds nothing', () => {
  const { sessions } = opened();
  assert.equal(sessions.find('A'.repeat(43), token), undefined);
});

test('a session ends after twelve hours', async () => {
  const { clock, sessions, id } = opened();
  await clock.advance(sessionLength - 1);
  assert.ok(sessions.find(id, token));
  await clock.advance(1);
  assert.equal(sessions.find(id, token), undefined);
});

test('a session that was ended is gone', () => {
  const { sessions, id } = opened();
  sessions.end(id);
  assert.equal(sessions.find(id, token), undefined);
});

for (const next of ['another word', undefined]) {
  test(`every session ends when the token becomes ${String(next)}, and the old token brings none back`, () => {
    const { sessions, id } = opened();
    const other = sessions.open(token);
    assert.equal(sessions.find(id, next), undefined);
    assert.deepEqual([sessions.find(id, token), sessions.find(other, token)], [undefined, undefined]);
  });
}

test('the hundred and first session ends the oldest and no other', () => {
  const { sessions, id } = opened();
  const others = Array.from({ length: 100 }, () => sessions.open(token));
  const left = others.filter((other) => sessions.find(other, token) !== undefined);
  assert.deepEqual([sessions.find(id, token), left.length], [undefined, 100]);
});
