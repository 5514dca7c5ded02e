import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from './fakeClock.ts';
import { Health } from './health.ts';

test('a program without loops and checks is live and ready', () => {
  const health = new Health(new FakeClock());
  assert.deepEqual(health.live(), { ok: true, checks: {} });
  assert.deepEqual(health.ready(), { ok: true, checks: {} });
});

test('a loop that beats within its limit is live', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.expectBeat('sync', 1_000);
  await clock.advance(800);
  health.beat('sync');
  await clock.advance(1_000);
  assert.deepEqual(health.live(), { ok: true, checks: { sync: 'ok' } });
});

test('a loop that stops beating is not live, and the answer says since when', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.expectBeat('sync', 60_000);
  await clock.advance(75_500);
  assert.deepEqual(health.live(), {
    ok: false,
    checks: { sync: 'loop must turn within 60 s, last turn was 75.5 s ago' },
  });
});

test('one hanging loop among several is named', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.expectBeat('a', 1_000);
  health.expectBeat('b', 1_000);
  await clock.advance(1_500);
  health.beat('a');
  assert.equal(health.live().checks['a'], 'ok');
  assert.equal(health.live().ok, false);
});

test('a beat of a loop that nobody expects proves nothing and harms nothing', () => {
  const health = new Health(new FakeClock());
  health.beat('other');
  assert.deepEqual(health.live().checks, {});
});

test('a clock that is set back does not hide a hang', () => {
  let now = 1_000_000;
  const health = new Health({ now: () => now, sleep: () => Promise.resolve() });
  health.expectBeat('sync', 1_000);
  now = 500_000;
  health.live();
  now = 501_500;
  assert.equal(health.live().ok, false);
});

test('a problem makes the program not ready, and leaves it live', () => {
  const health = new Health(new FakeClock());
  health.set('api', { problem: 'server does not answer' });
  assert.deepEqual(health.ready(), { ok: false, checks: { api: 'server does not answer' } });
  assert.equal(health.live().ok, true);
});

test('a check that recovers makes the program ready again', () => {
  const health = new Health(new FakeClock());
  health.set('api', { problem: 'server does not answer' });
  health.set('api', 'ok');
  assert.deepEqual(health.ready(), { ok: true, checks: { api: 'ok' } });
});

test('a notice is shown and leaves the program ready', () => {
  const health = new Health(new FakeClock());
  health.set('config', { notice: 'last edit is invalid, the one before is in use' });
  assert.deepEqual(health.ready(), {
    ok: true,
    checks: { config: 'last edit is invalid, the one before is in use' },
  });
});

test('a credential in a problem is not shown', () => {
  const health = new Health(new FakeClock());
  health.set('git', { problem: 'Cannot fetch https://me:hunter2@example.org/a.git' });
  assert.equal(health.ready().checks['git'], 'Cannot fetch https://[redacted]@example.org/a.git');
});

test('a check may have any name', () => {
  const health = new Health(new FakeClock());
  health.set('__proto__', { problem: 'odd' });
  assert.deepEqual(Object.entries(health.ready().checks), [['__proto__', 'odd']]);
});
