import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplierEvent, Drift } from '../events.ts';
import { appliedRun, at, configured, pushedAt } from './fixtures/events.ts';
import { Status } from './status.ts';
import type { EnvironmentStatus } from './environmentStatus.ts';

const web = 'Deployment.apps/shop/web';
const source = { file: 'shop/web.yaml', line: 1, document: 1 };
const drift: Drift = { id: web, manager: 'kubectl-edit', fields: ['.spec.replicas'], corrected: true, source };
const left: Drift = { ...drift, corrected: false, error: { code: 'drifted', message: 'left alone', id: web } };

type Told = Extract<ApplierEvent, { kind: 'drifted' | 'resolved' | 'deleting' | 'watching' }>;
type Body = Told extends infer Event ? (Event extends Told ? Omit<Event, 'environment' | 'at'> : never) : never;

const told = (ms: number, event: Body): ApplierEvent => ({ environment: 'shop', at: pushedAt + ms, ...event });
const drifted = (ms: number, ...objects: Drift[]): ApplierEvent => told(ms, { kind: 'drifted', objects, requests: 1 });

function after(...events: ApplierEvent[]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...appliedRun(), ...events]) status.record(event);
  return status.get('shop') ?? assert.fail('shop is configured');
}

test('without drift no key tells of it', () => {
  const keys = Object.keys(after());
  assert.deepEqual(
    ['drift', 'deleting'].filter((key) => keys.includes(key)),
    [],
  );
});

test('drift is told with manager, fields and time, the newest first, and is no run', () => {
  const status = after(drifted(100, drift), drifted(200, { ...drift, id: 'ConfigMap/shop/a' }));
  assert.deepEqual(status.drift?.[1], {
    id: web,
    manager: 'kubectl-edit',
    fields: ['.spec.replicas'],
    at: at(100),
    corrected: true,
  });
  assert.deepEqual([status.drift?.[0]?.id, status.state, status.run], ['ConfigMap/shop/a', 'applied', 'r1']);
});

test('at most 50 are kept', () => {
  const many = Array.from({ length: 80 }, (_, index) => ({ ...drift, id: `ConfigMap/shop/a${index}` }));
  assert.equal(after(drifted(100, ...many), drifted(200, drift)).drift?.length, 50);
});

test('drift that is not corrected is a warning until it is over', () => {
  const before = after(drifted(100, left));
  assert.deepEqual([before.warnings?.map(({ code }) => code), before.drift?.[0]?.corrected], [['drifted'], false]);
  const over = after(drifted(100, left), told(200, { kind: 'resolved', ids: [web] }));
  assert.deepEqual([over.warnings, over.drift?.[0]?.corrected], [[], true]);
});

test('a correction takes the place of the line that said it was not corrected', () => {
  const status = after(drifted(100, left), drifted(200, drift));
  assert.deepEqual(
    status.drift?.map(({ corrected, at: when }) => [corrected, when]),
    [[true, at(200)]],
  );
});

test('objects that are being deleted are told with their age, 100 of them, and how many more there are', () => {
  const objects = Array.from({ length: 120 }, (_, index) => ({ id: `Pod/shop/p${index}`, since: at(0) }));
  const status = after(told(100, { kind: 'deleting', objects }));
  assert.deepEqual(
    [status.deleting?.length, status.deleting?.[0], status.more?.deleting],
    [100, { id: 'Pod/shop/p0', since: at(0) }, 20],
  );
  assert.equal(
    after(told(100, { kind: 'deleting', objects }), told(200, { kind: 'deleting', objects: [] })).deleting,
    undefined,
  );
});

test('what is not watched is a warning until it is', () => {
  const problem = { code: 'not-watched', message: 'too many' };
  assert.deepEqual(after(told(100, { kind: 'watching', watches: 0, problem })).warnings, [problem]);
  const again = after(
    told(100, { kind: 'watching', watches: 0, problem }),
    told(200, { kind: 'watching', watches: 3 }),
  );
  assert.deepEqual(again.warnings, []);
});

test('of a name without end the beginning is kept', () => {
  const [entry] = after(drifted(100, { ...drift, manager: 'x'.repeat(1_000_000) })).drift ?? [];
  assert.ok((entry?.manager?.length ?? 0) <= 10_000);
});
