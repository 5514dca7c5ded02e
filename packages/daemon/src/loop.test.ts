import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from './clock.ts';
import { FakeClock } from './fakeClock.ts';
import { Health } from './health.ts';
import { createLog } from './log.ts';
import { type Loop, runLoop } from './loop.ts';
import { Mailbox } from './mailbox.ts';
import { RetryLater, WaitForChange } from './retryPolicy.ts';

type Bench = {
  clock: FakeClock;
  health: Health;
  mailbox: Mailbox<string[]>;
  passes: string[][];
  lines: { level: string; msg: string }[];
  errors: unknown[];
  abort: (reason?: Error) => void;
  ended: Promise<void>;
};

/** A running loop; `act` decides what pass number n does. */
function start(
  act: (n: number, signal: AbortSignal) => Promise<void> | void,
  changes: Partial<Loop<string[]>> = {},
): Bench {
  const clock = new FakeClock(0);
  const health = new Health(clock);
  const mailbox = new Mailbox<string[]>((waiting, next) => [...waiting, ...next]);
  const controller = new AbortController();
  const bench = { clock, health, mailbox, passes: new Array<string[]>(), lines: [], errors: new Array<unknown>() };
  const lines: Bench['lines'] = bench.lines;
  const ended = runLoop({
    mailbox,
    interval: () => 60_000,
    idle: () => ['idle'],
    async pass(input, signal) {
      bench.passes.push(input);
      await act(bench.passes.length, signal);
    },
    health,
    name: 'test',
    log: createLog({ name: 'test', destination: { write: (line: string) => void lines.push(JSON.parse(line)) } }),
    clock,
    signal: controller.signal,
    onError: (error) => void bench.errors.push(error),
    backoff: { random: () => 1 },
    ...changes,
  });
  return { ...bench, abort: (reason) => controller.abort(reason), ended };
}

const succeed = (): void => {};
const fail = (): never => {
  throw new RetryLater('server does not answer');
};

test('the first pass comes at once', async () => {
  const { clock, passes } = start(succeed);
  await clock.advance(0);
  assert.deepEqual(passes, [['idle']]);
});

test('what was posted before the start is part of the first pass', async () => {
  const mailbox = new Mailbox<string[]>((waiting, next) => [...waiting, ...next]);
  mailbox.post(['early']);
  const { clock, passes } = start(succeed, { mailbox });
  await clock.advance(0);
  assert.deepEqual(passes, [['idle', 'early']]);
});

test('a pass comes with each interval, counted from the end of the last one', async () => {
  const { clock, passes } = start(() => clock.sleep(10_000));
  await clock.advance(200_000);
  assert.equal(passes.length, 3, 'at 0, 70 and 140 s');
});

test('a post makes a pass at once', async () => {
  const { clock, mailbox, passes } = start(succeed);
  await clock.advance(1_000);
  mailbox.post(['push']);
  await clock.advance(0);
  assert.deepEqual(passes.at(-1), ['push']);
});

test('posts do not put off the interval pass', async () => {
  const { clock, mailbox, passes } = start(succeed);
  for (let second = 0; second < 61; second += 1) {
    await clock.advance(1_000);
    mailbox.post(['push']);
  }
  await clock.advance(0);
  assert.equal(passes.filter((input) => input.includes('idle')).length, 2);
});

test('1,000 posts during a pass make exactly one more pass', async () => {
  const { clock, mailbox, passes } = start((n) => (n === 1 ? clock.sleep(5_000) : undefined));
  await clock.untilSleeping();
  for (let n = 0; n < 1_000; n += 1) mailbox.post([`push ${n}`]);
  await clock.advance(30_000);
  assert.equal(passes.length, 2);
  assert.equal(passes[1]?.length, 1_000);
});

test('passes never overlap', async () => {
  let running = 0;
  let most = 0;
  const { clock, mailbox } = start(async () => {
    running += 1;
    most = Math.max(most, running);
    await clock.sleep(300);
    running -= 1;
  });
  for (let n = 0; n < 50; n += 1) {
    mailbox.post(['push']);
    await clock.advance(70);
  }
  assert.equal(most, 1);
});

test('an interval of Infinity makes no pass but the first', async () => {
  const { clock, passes } = start(succeed, { interval: () => Infinity });
  await clock.advance(3_600_000);
  assert.equal(passes.length, 1);
});

test('a shorter interval counts within seconds', async () => {
  let interval = 3_600_000;
  const { clock, passes } = start(succeed, { interval: () => interval });
  await clock.advance(60_000);
  interval = 1_000;
  await clock.advance(5_000);
  assert.equal(passes.length, 2);
});

test('a failed pass is retried with growing delays, and interval passes do not come in between', async () => {
  const times: number[] = [];
  const { clock } = start(
    () => {
      times.push(clock.now());
      fail();
    },
    { interval: () => 500 },
  );
  await clock.advance(16_000);
  assert.deepEqual(times, [0, 1_000, 3_000, 7_000, 15_000]);
});

test('the input of a failed pass comes back as the older part of the next one', async () => {
  const { clock, mailbox, passes } = start((n) => (n <= 2 ? fail() : undefined));
  await clock.advance(500);
  mailbox.post(['push']);
  await clock.advance(1_000);
  assert.deepEqual(passes, [['idle'], ['idle', 'push'], ['idle', 'push']]);
});

test('the input of a pass that succeeded does not come back', async () => {
  const { clock, mailbox, passes } = start((n) => (n === 1 ? fail() : undefined));
  await clock.advance(1_000);
  mailbox.post(['push']);
  await clock.advance(0);
  assert.deepEqual(passes, [['idle'], ['idle'], ['push']]);
});

test('a post ends a backoff at once', async () => {
  const { clock, mailbox, passes } = start(fail);
  await clock.advance(10);
  mailbox.post(['push']);
  await clock.advance(0);
  assert.equal(passes.length, 2);
});

test('a storm of posts at most doubles the tries of the backoff', async () => {
  const { clock, mailbox, passes } = start(fail);
  for (let n = 0; n < 1_600; n += 1) {
    mailbox.post(['push']);
    await clock.advance(10);
  }
  assert.ok(passes.length <= 10, `found ${passes.length} tries where backoff alone makes 5`);
});

test('a post that the backoff holds back is in the retry', async () => {
  const { clock, mailbox, passes } = start((n) => (n <= 2 ? fail() : undefined));
  await clock.advance(10);
  mailbox.post(['first']);
  await clock.advance(10);
  mailbox.post(['second']);
  await clock.advance(1_000);
  assert.deepEqual(passes.at(-1), ['idle', 'first', 'second']);
});

test('the time that a server names is kept', async () => {
  const times: number[] = [];
  const { clock } = start((n) => {
    times.push(clock.now());
    if (n === 1) throw new RetryLater('busy', { after: 7_500 });
  });
  await clock.advance(10_000);
  assert.deepEqual(times, [0, 7_500]);
});

test('a pass that waits for a change is not retried before the interval', async () => {
  const { clock, passes } = start(() => {
    throw new WaitForChange('does not parse');
  });
  await clock.advance(59_000);
  assert.equal(passes.length, 1);
  await clock.advance(1_000);
  assert.equal(passes.length, 2);
});

test('each post wakes a loop that waits for a change', async () => {
  const { clock, mailbox, passes } = start(() => {
    throw new WaitForChange('does not parse');
  });
  for (const push of ['a', 'b', 'c']) {
    mailbox.post([push]);
    await clock.advance(1);
  }
  assert.equal(passes.length, 3);
});

test('an error of any other kind is retried and logged as an error', async () => {
  const { clock, passes, lines } = start((n) => {
    if (n === 1) throw new TypeError('x is not a function');
  });
  await clock.advance(1_000);
  assert.equal(passes.length, 2);
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['error'],
  );
});

test('an expected failure is one warning, and onError is told', async () => {
  const { clock, lines, errors } = start((n) => (n === 1 ? fail() : undefined));
  await clock.advance(2_000);
  assert.deepEqual(
    lines.map(({ level, msg }) => `${level}: ${msg}`),
    ['warn: pass failed, will be tried again'],
  );
  assert.ok(errors.length === 1 && errors[0] instanceof RetryLater);
});

test('an abort ends the wait at once', async () => {
  const { clock, abort, ended, passes } = start(succeed);
  await clock.untilSleeping();
  abort();
  await ended;
  assert.equal(passes.length, 1);
  assert.equal(clock.sleepers, 0);
});

test('an abort during a backoff ends the loop without another try', async () => {
  const { clock, mailbox, abort, ended, passes } = start(fail);
  await clock.untilSleeping();
  mailbox.post(['push']);
  abort();
  await ended;
  assert.equal(passes.length, 1);
});

test('an abort reaches the running pass, and the loop ends after it', async () => {
  const order: string[] = [];
  const { clock, abort, ended } = start(async (_n, signal) => {
    await clock.sleep(60_000, signal).catch(() => order.push('pass saw the abort'));
    await clock.sleep(1_000);
    order.push('pass ended');
  });
  void ended.then(() => order.push('loop ended'));
  await clock.untilSleeping();
  abort();
  await clock.advance(1_000);
  assert.deepEqual(order, ['pass saw the abort', 'pass ended', 'loop ended']);
});

test('a pass that an abort interrupts is no failure', async () => {
  const { clock, abort, ended, errors, lines } = start((_n, signal) => clock.sleep(60_000, signal));
  await clock.untilSleeping();
  abort(new Error('stopped by SIGTERM'));
  await ended;
  assert.deepEqual(errors, []);
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['info'],
  );
});

test('under an aborted signal no pass runs', async () => {
  const { ended, passes } = start(succeed, { signal: AbortSignal.abort() });
  await ended;
  assert.deepEqual(passes, []);
});

test('a loop that waits for hours stays live', async () => {
  const { clock, health } = start(succeed, { interval: () => Infinity });
  health.expectBeat('test', 6_000);
  for (let minute = 0; minute < 180; minute += 1) {
    await clock.advance(60_000);
    assert.equal(health.live().ok, true);
  }
});

test('a loop that backs off stays live', async () => {
  const { clock, health } = start(fail, { backoff: { first: 60_000, random: () => 1 } });
  health.expectBeat('test', 6_000);
  await clock.advance(59_000);
  assert.equal(health.live().ok, true);
});

test('a pass that hangs makes the loop not live after its limit', async () => {
  const { clock, health } = start(() => new Promise<never>(() => {}));
  health.expectBeat('test', 60_000);
  await clock.advance(60_000);
  assert.equal(health.live().ok, true);
  await clock.advance(1);
  assert.equal(health.live().ok, false);
});

test('a host clock that is set back does not put off the interval pass', async () => {
  let behind = 0;
  const inner = new FakeClock(0);
  const clock: Clock = { now: () => inner.now() - behind, sleep: (ms, signal) => inner.sleep(ms, signal) };
  const { passes } = start(succeed, { clock });
  await inner.advance(30_000);
  behind = 86_400_000;
  await inner.advance(30_000 + 5_000);
  assert.equal(passes.length, 2);
});

test('an error in the wiring of the loop ends it with that error', async () => {
  const { ended } = start(succeed, {
    idle: () => {
      throw new TypeError('bug');
    },
  });
  await assert.rejects(ended, /bug/);
});
