import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '@couplet/config';
import { createLog, FakeClock, Health } from '@couplet/daemon';
import { Registry } from 'prom-client';
import { configured, failedRun } from '../report/fixtures/events.ts';
import { Status } from '../report/status.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { startNotifyReceiver } from '../../../../test/support/notifyReceiver.ts';
import { KeptConfigMap } from './fixtures/notifyWorld.ts';
import { Notifier } from './notifier.ts';

function notifying(notify: object[], isHeld: () => boolean = () => true) {
  const environments = [{ name: 'shop', ref: 'main' }];
  const read = parseConfig(
    JSON.stringify({ repository: { url: 'https://h/r' }, environments, applier: { notify } }),
    'c',
  );
  const config = read.kind === 'valid' ? read.config : assert.fail(JSON.stringify(read.problems));
  const [status, clock, kept, stopping] = [new Status(), new FakeClock(), new KeptConfigMap(), new AbortController()];
  const health = new Health(clock);
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  const leadership = { now: { kind: 'leading', term: 1, signal: stopping.signal } as const, isHeld };
  const notifier = new Notifier({
    config: () => config,
    status,
    api: kept,
    namespace: 'couplet',
    leadership,
    clock,
    health,
    log,
    registry: new Registry(),
  });
  const ended = notifier.run(stopping.signal);
  return {
    clock,
    health,
    kept,
    lines,
    fail: () => {
      for (const event of [configured, ...failedRun()]) {
        status.record(event);
        notifier.record(event);
      }
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await ended;
    },
  };
}

test('every receiver is told, also when another one does not answer', async () => {
  await using receiver = await startNotifyReceiver();
  receiver.answer = (request, response) => (request.url === '/good' ? response.end() : undefined);
  await using here = notifying([
    { name: 'hangs', url: `${receiver.url}/hangs` },
    { name: 'good', url: `${receiver.url}/good` },
  ]);
  here.fail();
  await eventually('the good one was told', () => (here.kept.data?.['good.shop'] === undefined ? undefined : true));
});

test('an applier that may have lost the lease tells nobody', async () => {
  await using receiver = await startNotifyReceiver();
  let isHeld = false;
  await using here = notifying([{ name: 'good', url: `${receiver.url}/good` }], () => isHeld);
  here.fail();
  await here.clock.untilSleeping();
  assert.deepEqual(receiver.received, []);
  isHeld = true;
  await here.clock.advance(30_000);
  await receiver.until(1);
});

test('a file that is missing is known at the start, before there is anything to tell', async () => {
  await using here = notifying([{ name: 'chat', urlFile: '/nonexistent/url', format: 'slack' }]);
  await eventually('health says so', () => here.health.ready().checks['notifications to chat']);
  const { ok, checks } = here.health.ready();
  assert.deepEqual(
    [ok, checks['notifications to chat']],
    [true, 'Cannot notify chat: /nonexistent/url must be readable, found ENOENT'],
  );
});

test('without receivers nothing is read and nothing is kept', async () => {
  await using here = notifying([]);
  here.fail();
  await here.clock.advance(60_000);
  assert.deepEqual(here.kept.requests, []);
});

test('a defect is logged and costs a minute', async () => {
  await using receiver = await startNotifyReceiver();
  let isBroken = true;
  const isHeld = (): boolean => {
    if (isBroken) throw new TypeError('a defect');
    return true;
  };
  await using here = notifying([{ name: 'good', url: `${receiver.url}/good` }], isHeld);
  here.fail();
  await eventually('it is logged', () => (here.lines.some((line) => line.includes('unexpectedly')) ? true : undefined));
  isBroken = false;
  await here.clock.advance(60_000);
  await receiver.until(1);
});
