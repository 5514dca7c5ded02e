import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, FakeClock, Health } from '@couplet/daemon';
import { Registry } from 'prom-client';
import type { ApplierEvent } from '../events.ts';
import { controlMetrics } from './controlMetrics.ts';
import type { EnvironmentStatus } from './environmentStatus.ts';
import {
  appliedRun,
  at,
  configured,
  ended,
  next,
  planned,
  publication,
  pushedAt,
  started,
  told,
} from './fixtures/events.ts';
import { pageOf as renderedPage } from './fixtures/pages.ts';
import { leadershipReport } from './leadershipReport.ts';
import { applierMetrics } from './metrics.ts';
import { Status } from './status.ts';

const good = publication();
const rollback = {
  commit: good.commit,
  tree: good.tree,
  error: { code: 'rolled-back', message: 'Cannot apply commit 5c0ffee' },
};
const unhealthy = { code: 'unhealthy', message: 'web is not healthy' };
const plan = 'ab'.repeat(32);

function statusAfter(...events: ApplierEvent[]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...events]) status.record(event);
  const found = status.get('shop');
  assert.ok(found);
  return found;
}

function remembered(facts: (ApplierEvent & { kind: 'remembered' })['facts']): ApplierEvent {
  return { kind: 'remembered', environment: 'shop', at: pushedAt, facts };
}

const standby: ApplierEvent = {
  kind: 'standby',
  environment: 'shop',
  at: pushedAt,
  error: { code: 'not-leading', message: 'Cannot apply here: other/1#x holds it' },
};

/** The good commit, then one that is quarantined while the good one is applied again. */
const rolledBack: ApplierEvent[] = [
  ...appliedRun(),
  told(100, { kind: 'started', trigger: 'rollback', publication: next, rollback }, 'r2'),
  planned(110, {}, 'r2'),
  ended(120, 'applied', [], 'r2'),
];

function settledAs(result: 'healthy' | 'degraded'): ApplierEvent {
  const errors = result === 'healthy' ? [] : [unhealthy];
  return told(200, { kind: 'settled', result, errors, objects: 1, requests: 1, same: false }, 'r2');
}

function pageOf(status: EnvironmentStatus): string {
  return renderedPage(status).replaceAll('&quot;', '"');
}

test('a rolled back environment publishes the one commit and has applied the other', () => {
  const { state, published, applied, errors } = statusAfter(...rolledBack);
  assert.deepEqual([state, published?.commit, applied?.commit], ['rolled-back', next.commit, good.commit]);
  assert.deepEqual(errors, [rollback.error]);
});

test('it stays rolled back when the commit in place is healthy, and that one is the healthy commit', () => {
  const { state, healthy } = statusAfter(...rolledBack, settledAs('healthy'));
  assert.deepEqual([state, healthy?.commit], ['rolled-back', good.commit]);
});

test('it stays rolled back when the commit in place is not healthy either, and says both', () => {
  const { state, errors } = statusAfter(...rolledBack, settledAs('degraded'));
  assert.deepEqual([state, errors], ['rolled-back', [rollback.error, unhealthy]]);
});

test('a roll back that could not be applied has failed', () => {
  const events = [...rolledBack.slice(0, -1), ended(120, 'failed', [unhealthy], 'r2')];
  assert.equal(statusAfter(...events).state, 'failed');
});

test('the page of a rolled back environment names both commits', () => {
  const page = pageOf(statusAfter(...rolledBack));
  assert.match(page, /5c0ffee is quarantined: the last healthy commit 1a2b3c4 is applied in its place\./);
});

test('while another applier writes the environment waits and says who does', () => {
  const { state, errors } = statusAfter(standby);
  assert.deepEqual([state, errors], ['waiting', [standby.kind === 'standby' && standby.error]]);
  assert.match(pageOf(statusAfter(standby)), /Another applier writes/);
});

test('what an applier saw before it lost the lease stays in sight', () => {
  const { state, applied, errors } = statusAfter(...appliedRun(), standby);
  assert.deepEqual([state, applied?.commit, errors?.[0]?.code], ['waiting', good.commit, 'not-leading']);
});

test('the next run ends the standby', () => {
  assert.equal(statusAfter(standby, ...appliedRun()).state, 'applied');
});

test('what is remembered is there before the first run', () => {
  const healthy = { commit: good.commit, tree: good.tree, at: at(0) };
  const quarantine = { commit: next.commit, tree: next.tree, at: at(0), reason: 'it crashed' };
  const { state, ...shown } = statusAfter(remembered({ healthy, quarantine }));
  assert.deepEqual([state, shown.healthy, shown.quarantine], ['waiting', healthy, quarantine]);
});

test('a suspension is shown with its reason and end, and how to end it', () => {
  const suspended = { at: at(0), reason: 'move of the database', until: at(60_000) };
  const status = statusAfter(...appliedRun(), remembered({ suspended }));
  assert.deepEqual([status.state, status.suspended, status.suspension], ['suspended', true, suspended]);
  const page = pageOf(status);
  assert.match(page, /move of the database/);
  assert.ok(page.includes('-H "Authorization: Bearer $TOKEN" http://applier:8081/api/environments/shop/resume'));
  assert.equal(statusAfter(remembered({ suspended }), remembered({})).suspension, undefined);
});

test('a held plan has its id, and the page the call that releases it', () => {
  const held = told(40, { kind: 'planned', apply: 0, prune: 0, unchanged: 1, held: 1, heldPlan: plan, errors: [] });
  const object = told(41, { kind: 'object', id: 'ConfigMap/shop/a', outcome: 'held', reason: 'too many' });
  const status = statusAfter(started(), held, object, ended(50, 'held'));
  assert.deepEqual([status.state, status.held?.plan], ['held', plan]);
  const call = `-d '{"plan":"${plan}"}' http://applier:8081/api/environments/shop/approve`;
  assert.ok(pageOf(status).replaceAll('&#39;', "'").includes(call));
});

function review(...missing: { code: string; message: string }[]): ApplierEvent {
  return { kind: 'reviewed', environment: 'shop', at: pushedAt, missing };
}

test('missing rights are warnings until they are there', () => {
  const missing = { code: 'missing-access', message: 'Cannot list pods' };
  assert.deepEqual(statusAfter(review(missing), ...appliedRun()).warnings, [missing]);
  assert.deepEqual(statusAfter(review(missing), ...appliedRun(), review()).warnings, []);
});

test('a roll back is not counted as the way of a push', async () => {
  const registry = new Registry();
  const record = applierMetrics(registry);
  for (const event of [configured, ...rolledBack]) record(event);
  const text = await registry.metrics();
  assert.match(text, /^couplet_applier_push_to_applied_seconds_count\{environment="shop"\} 1$/m);
  assert.match(text, /^couplet_applier_state\{environment="shop",state="rolled-back"\} 1$/m);
});

test('readiness, log and metric tell whether this applier holds the lease', async () => {
  const registry = new Registry();
  const health = new Health(new FakeClock());
  const lines: string[] = [];
  const log = createLog({ name: 'applier', destination: { write: (line: string) => void lines.push(line) } });
  const report = leadershipReport({ metrics: controlMetrics(registry), health, log });
  assert.equal(health.ready().ok, false);
  report({ kind: 'leading' });
  assert.equal(health.ready().ok, true);
  assert.match(await registry.metrics(), /^couplet_applier_leader 1$/m);
  report({ kind: 'lost', problem: 'the lease was lost: silence' });
  assert.deepEqual(health.ready().checks['lease'], 'the lease was lost: silence');
  assert.match(await registry.metrics(), /^couplet_applier_leader 0$/m);
  assert.match(lines.at(-1) ?? '', /lease lost/);
});
