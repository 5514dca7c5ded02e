import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from './backoff.ts';

const bounds = { random: () => 1 };

test('the bound doubles from one second up to one minute', () => {
  const delays = backoff(bounds);
  const drawn = Array.from({ length: 8 }, () => delays.next());
  assert.deepEqual(drawn, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

test('a reset starts again with the first bound', () => {
  const delays = backoff(bounds);
  delays.next();
  delays.next();
  delays.reset();
  assert.equal(delays.next(), 1_000);
});

test('the jitter is full: a delay may be anything from zero to the bound', () => {
  let drawn = 0;
  const delays = backoff({ first: 100, factor: 1, random: () => drawn });
  assert.equal(delays.next(), 0);
  drawn = 0.5;
  assert.equal(delays.next(), 50);
});

test('the cap also holds for the first delay', () => {
  assert.equal(backoff({ ...bounds, first: 500, max: 20 }).next(), 20);
});

test('ten thousand failures do not pass the cap', () => {
  const delays = backoff({ ...bounds, factor: 10 });
  for (let i = 0; i < 10_000; i += 1) delays.next();
  assert.equal(delays.next(), 60_000);
});

test('without options each delay stays within the first bound', () => {
  const delay = backoff().next();
  assert.ok(delay >= 0 && delay < 1_000);
});
