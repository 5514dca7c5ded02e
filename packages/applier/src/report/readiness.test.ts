import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, Health } from '@couplet/daemon';
import { commitId, treeId, type Publication } from '@couplet/volume';
import type { ApplierEvent, RunError } from '../events.ts';
import { readiness } from './readiness.ts';

const publication: Publication = {
  format: 1,
  environment: 'shop',
  commit: commitId('1'.repeat(40)),
  tree: treeId('2'.repeat(40)),
  ref: 'main',
  repository: 'https://git.example.com/config.git',
  author: 'Ada Example',
  committedAt: '2026-01-01T00:00:00.000Z',
  subject: 'Change',
  publishedAt: '2026-01-01T00:00:01.000Z',
  fetchedAt: '2026-01-01T00:00:01.000Z',
  deliveries: [],
  skipped: [],
};
const of = { environment: 'shop', run: 'r', at: 0 };
const started: ApplierEvent = { ...of, kind: 'started', trigger: 'start', publication };
const ended = (requests: number, errors: RunError[] = []): ApplierEvent => ({
  ...of,
  kind: 'ended',
  result: errors.length > 0 ? 'failed' : 'applied',
  requests,
  errors,
});

function after(...events: ApplierEvent[]): Record<string, string> {
  const health = new Health(new FakeClock());
  const fold = readiness(health);
  for (const event of events) fold(event);
  return health.ready().checks;
}

test('before the first publication the applier is not ready and says what is missing', () => {
  assert.deepEqual(after(), {
    publication: 'no publication was seen on the volume yet',
    'Kubernetes API': 'not asked yet',
  });
});

test('after a run that reached the API server it is ready, also when objects failed', () => {
  const ready = { publication: 'ok', 'Kubernetes API': 'ok' };
  assert.deepEqual(after(started, ended(3)), ready);
  assert.deepEqual(after(started, ended(3, [{ code: 'invalid', message: 'x' }])), ready);
});

test('a run that needed no request says nothing new about the API server', () => {
  assert.equal(after(started, ended(0))['Kubernetes API'], 'not asked yet');
});

test('an API server that does not answer makes it unready with the reason, and its return ready again', () => {
  const away = ended(1, [{ code: 'api-unreachable', message: 'Cannot reach the API server' }]);
  assert.equal(after(started, ended(3), away)['Kubernetes API'], 'Cannot reach the API server');
  assert.equal(after(started, away, ended(1))['Kubernetes API'], 'ok');
});
