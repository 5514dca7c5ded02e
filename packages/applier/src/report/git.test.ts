import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createLog, FakeClock } from '@couplet/daemon';
import { Registry } from 'prom-client';
import type { ApplierEvent } from '../events.ts';
import { appliedRun, configured, git } from './fixtures/events.ts';
import { statusAfter } from './fixtures/states.ts';
import { serverDeps } from './fixtures/serverDeps.ts';
import { Feed } from './feed.ts';
import { recordLog } from './log.ts';
import { applierMetrics } from './metrics.ts';
import { buildServer } from './server.ts';
import { Status } from './status.ts';

const well: ApplierEvent = { ...git(), facts: { state: 'ok' } };

/** The states of sync that are 1. */
async function sync(...events: ApplierEvent[]): Promise<string[]> {
  const registry = new Registry();
  const record = applierMetrics(registry);
  for (const event of events) record(event);
  const text = await registry.metrics();
  const ones = text.matchAll(/^couplet_applier_sync_state\{environment="shop",state="(.*)"\} 1$/gm);
  return [...ones].map(([, state = '']) => state);
}

function logged(...events: ApplierEvent[]): unknown[] {
  const lines: string[] = [];
  const log = createLog({ name: 'applier', destination: { write: (line: string) => void lines.push(line) } });
  for (const event of events) recordLog(log, event);
  return lines.map((line) => JSON.parse(line)).map(({ level, msg, git: state }) => [level, msg, state]);
}

test('the state of an environment stays what the cluster is, and the key `git` says whether that is news', () => {
  const { state, git: found } = statusAfter(...appliedRun(), git());
  assert.deepEqual([state, found], ['applied', git().facts]);
});

test('an environment of which sync was not asked has no key `git`', () => {
  assert.ok(!('git' in statusAfter(...appliedRun())));
});

test('what sync says is bounded, and shows no credential', () => {
  const found = statusAfter(
    git({ message: `Cannot reach https://bot:hunter2@git.example: ${'x'.repeat(20_000)}` }),
  ).git;
  assert.deepEqual([found?.message?.includes('hunter2'), found?.message?.length], [false, 10_000]);
});

test('exactly one state is 1, and unknown until sync was asked', async () => {
  assert.deepEqual(await sync(configured), ['unknown']);
  assert.deepEqual(await sync(configured, git()), ['failing']);
  assert.deepEqual(await sync(configured, git(), well), ['ok']);
});

test('the series of a removed environment are gone', async () => {
  const registry = new Registry();
  const record = applierMetrics(registry);
  const removed: ApplierEvent = { environment: 'shop', at: 0, kind: 'removed' };
  for (const event of [configured, git(), removed]) record(event);
  assert.doesNotMatch(await registry.metrics(), /couplet_applier_sync_state\{/);
});

test('a change of state is a line of the log, one more try is none', () => {
  const again: ApplierEvent = { ...git({ tries: 4 }), same: true };
  assert.deepEqual(logged(git(), again, well), [
    ['warn', 'nothing new comes from git', 'failing'],
    ['info', 'git is read', undefined],
  ]);
});

test('the answer of the API has another ETag after it', async () => {
  const status = new Status();
  for (const event of [configured, ...appliedRun(), well]) status.record(event);
  await using app = buildServer(serverDeps({ status }));
  const tag = async (): Promise<unknown> => (await app.inject('/api/environments/shop')).headers.etag;
  const before = [await tag(), await tag()];
  status.record(git());
  const after = await tag();
  assert.deepEqual([before[0] === before[1], before[0] === after], [true, false]);
});

test('the feed tells of it', async () => {
  const clock = new FakeClock();
  const status = new Status();
  for (const event of [configured, ...appliedRun()]) status.record(event);
  const feed = new Feed({ status, history: { list: () => [] }, clock, version: '0.1.0' });
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (more) => (text += more));
  feed.open(stream);
  status.record(git());
  feed.touch('shop');
  await clock.advance(10);
  assert.match(text, /event: environment\ndata: \{"name":"shop"/);
  feed.close();
});
