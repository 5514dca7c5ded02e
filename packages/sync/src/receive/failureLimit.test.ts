import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailureLimit } from './failureLimit.ts';

function limit(options: { most?: number } = {}) {
  const clock = { now: 0 };
  const failures = new FailureLimit({ burst: 3, perSecond: 2, most: 10, now: () => clock.now, ...options });
  const exhaust = (address: string): void => {
    for (let count = 0; count < 3; count += 1) failures.fail(address);
  };
  return { clock, failures, exhaust };
}

test('as many failures as allowed in a row are within the limit, one more is not', () => {
  const { failures } = limit();
  assert.deepEqual(
    [1, 2, 3, 4].map(() => failures.fail('192.0.2.1')),
    [0, 0, 0, 500],
  );
});

test('a failure comes back with time', () => {
  const { clock, failures, exhaust } = limit();
  exhaust('192.0.2.1');
  clock.now = 500;
  assert.deepEqual([failures.fail('192.0.2.1'), failures.fail('192.0.2.1')], [0, 500]);
});

test('failing beyond the limit does not make the wait longer', () => {
  const { clock, failures, exhaust } = limit();
  exhaust('192.0.2.1');
  for (clock.now = 0; clock.now < 400; clock.now += 1) failures.fail('192.0.2.1');
  clock.now = 500;
  assert.equal(Math.round(failures.wait('192.0.2.1')), 0);
});

test('never more than the burst is saved up', () => {
  const { clock, failures, exhaust } = limit();
  failures.fail('192.0.2.1');
  clock.now = 3_600_000;
  exhaust('192.0.2.1');
  assert.equal(failures.fail('192.0.2.1'), 500);
});

test('a clock that is set back takes nothing away', () => {
  const { clock, failures } = limit();
  clock.now = 10_000;
  failures.fail('192.0.2.1');
  clock.now = 0;
  assert.equal(failures.wait('192.0.2.1'), 0);
});

test('one address does not count for another', () => {
  const { failures, exhaust } = limit();
  exhaust('192.0.2.1');
  assert.equal(failures.wait('192.0.2.2'), 0);
});

test('the addresses of one IPv6 network of /64 are one', () => {
  const { failures, exhaust } = limit();
  exhaust('2001:db8::1');
  assert.deepEqual(
    ['2001:db8::ffff:1:2:3', '2001:db8:0:0:9:9:9:9', '2001:db8:0:1::1'].map((address) => failures.wait(address) > 0),
    [true, true, false],
  );
});

test('IPv4 addresses written as IPv6 stay apart', () => {
  const { failures, exhaust } = limit();
  exhaust('::ffff:192.0.2.1');
  assert.equal(failures.wait('::ffff:192.0.2.2'), 0);
});

test('a hundred thousand addresses take the memory of as many as are remembered', () => {
  const { failures } = limit({ most: 10 });
  for (let count = 0; count < 100_000; count += 1)
    failures.fail(`10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`);
  assert.equal(failures.size, 10);
});

test('the address that was quiet for the longest time is forgotten', () => {
  const { failures, exhaust } = limit({ most: 2 });
  exhaust('192.0.2.1');
  exhaust('192.0.2.2');
  failures.fail('192.0.2.1');
  failures.fail('192.0.2.3');
  assert.deepEqual(
    ['192.0.2.1', '192.0.2.2'].map((address) => failures.wait(address) > 0),
    [true, false],
  );
});
