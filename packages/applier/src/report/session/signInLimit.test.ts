import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { SignInLimit } from './signInLimit.ts';

function failed(times: number, addressOf: (index: number) => string): { clock: FakeClock; limit: SignInLimit } {
  const clock = new FakeClock();
  const limit = new SignInLimit(() => clock.now());
  for (let index = 0; index < times; index += 1) limit.failed(addressOf(index));
  return { clock, limit };
}

test('four wrong tokens cost no time', () => {
  assert.equal(failed(4, () => 'a').limit.wait('a'), 0);
});

test('after the fifth wrong token an address waits a minute, and no other does', () => {
  const { limit } = failed(5, () => 'a');
  assert.deepEqual([limit.wait('a'), limit.wait('b')], [60, 0]);
});

test('after the minute the address is looked at again', async () => {
  const { clock, limit } = failed(5, () => 'a');
  await clock.advance(59_999);
  assert.equal(limit.wait('a'), 1);
  await clock.advance(1);
  assert.equal(limit.wait('a'), 0);
});

test('sixty wrong tokens from sixty addresses make every address wait', () => {
  assert.equal(failed(60, (index) => `a${index}`).limit.wait('new'), 60);
});
