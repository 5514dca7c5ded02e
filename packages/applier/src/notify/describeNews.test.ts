import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NotifyEvent } from '@couplet/config';
import { commitId } from '@couplet/volume';
import { ended, failedRun, immutable, next, publication, pushedAt, started } from '../report/fixtures/events.ts';
import { configured } from '../report/fixtures/events.ts';
import type { EnvironmentStatus } from '../report/environmentStatus.ts';
import { Status } from '../report/status.ts';
import type { ApplierEvent, RunError } from '../events.ts';
import type { Trouble, TroubleState } from './condition.ts';
import { describeNews } from './describeNews.ts';
import type { Notification } from './notification.ts';
import type { Told } from './told.ts';

function factsOf(...events: ApplierEvent[]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...events]) status.record(event);
  return status.get('shop') ?? assert.fail();
}

function describe(
  event: NotifyEvent,
  facts: EnvironmentStatus,
  { told, changes = 1, page }: { told?: Told; changes?: number; page?: string } = {},
): Notification {
  const condition =
    event === 'recovered' ? ({ kind: 'well', at: pushedAt, changes, facts } as const) : troubled(event, facts);
  return describeNews({ event, environment: 'shop', condition, told, changes, page });
}

function troubled(state: TroubleState, facts: EnvironmentStatus): Trouble {
  return { kind: 'trouble', state, since: pushedAt, tellAt: 0, causes: ['a'], changes: 1, facts };
}

const told: Told = {
  state: 'failed',
  since: new Date(pushedAt - 3_900_000).toISOString(),
  causes: [],
  what: 'bad field',
};

test('a failure is told with commit, run, errors and where they are', () => {
  const { id, ...rest } = describe('failed', factsOf(...failedRun()), { page: 'https://c' });
  assert.match(id, /^[0-9a-f]{32}$/);
  const { code, message, id: object, file, line } = immutable;
  assert.deepEqual(rest, {
    event: 'failed',
    environment: 'shop',
    text: `shop has failed: commit 1a2b3c4 (Raise web to three replicas) is not applied, or not completely: ${message}`,
    since: '2026-11-21T13:42:05.000Z',
    commit: { id: publication().commit, subject: 'Raise web to three replicas', author: 'Ada Lovelace', ref: 'main' },
    run: 'r1',
    errors: [{ code, message, id: object, file, line }],
    url: 'https://c/environments/shop',
  });
});

test('more errors than a person reads are a number', () => {
  const errors = Array.from({ length: 14 }, (_, index): RunError => ({ code: 'invalid', message: `error ${index}` }));
  const { errors: shown, more, text } = describe('failed', factsOf(started(), ended(40, 'failed', errors)));
  assert.deepEqual([shown?.length, more], [10, 4]);
  assert.match(text, /: error 0 \(and 13 more\)$/);
});

test('that it has recovered names what was wrong and for how long', () => {
  const { text, recovered, errors } = describe('recovered', factsOf(started(), ended(40, 'applied')), { told });
  assert.deepEqual(recovered, { from: 'failed', what: 'bad field', since: told.since, seconds: 3900 });
  assert.equal(
    text,
    'shop has recovered with commit 1a2b3c4 (Raise web to three replicas): it was failed for 1 h 5 min (bad field)',
  );
  assert.equal(errors, undefined);
});

test('what began before a restart is told with that time', () => {
  assert.equal(describe('degraded', factsOf(), { told }).since, told.since);
});

test('a change of state is counted when there was more than one', () => {
  assert.deepEqual(
    [describe('failed', factsOf()).changes, describe('failed', factsOf(), { changes: 5 }).changes],
    [undefined, 5],
  );
});

test('a stalled and a rolled back environment say what keeps running', () => {
  assert.match(
    describe('stalled', factsOf()).text,
    /^shop is stalled: there is nothing to apply from, what was applied/,
  );
  assert.match(
    describe('rolled-back', factsOf(started(30, { publication: next }), ended(40, 'applied'))).text,
    /^shop is rolled back to the last healthy commit; commit 5c0ffee \(Rename web\) is quarantined/,
  );
});

test('a credential in a commit subject is taken out', () => {
  const subject = `Use https://me:hunter2@git.example/ and ghp_${'a'.repeat(30)}`;
  const facts = factsOf(
    ...failedRun('r1', { publication: publication({ subject, commit: commitId('b'.repeat(40)) }) }),
  );
  assert.doesNotMatch(JSON.stringify(describe('failed', facts)), /hunter2|ghp_a/);
});

test('a megabyte in a subject and in an error stays short', () => {
  const subject = 'x'.repeat(1_000_000);
  const errors = [{ ...immutable, message: subject }];
  const facts = factsOf(started(30, { publication: publication({ subject }) }), ended(40, 'failed', errors));
  assert.ok(JSON.stringify(describe('failed', facts)).length < 10_000);
});
