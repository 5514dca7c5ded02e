import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { ApiUnreachableError } from '../apply/apiError.ts';
import { completeRollout, condition, object } from './fixtures/clusterObjects.ts';
import { fakeApi, forbidden, type Answers } from './fixtures/fakeApi.ts';
import { deploymentPath, deploymentTarget } from './fixtures/targets.ts';
import type { Seen } from './look.ts';
import { settle, type Progress } from './settle.ts';
import type { Target } from './target.ts';

const web = deploymentTarget('web');
const [path, replicaSets] = [deploymentPath('web'), '/apis/apps/v1/namespaces/shop/replicasets'];
const selector = { matchLabels: { app: 'web' } };
const spec = { replicas: 3, progressDeadlineSeconds: 600, selector };
const healthy = object(spec, completeRollout());
const starting = object(spec, completeRollout({ readyReplicas: 1 }));

function start(answers: Answers, { targets = [web], within = 60_000 }: { targets?: Target[]; within?: number } = {}) {
  const clock = new FakeClock();
  const api = fakeApi(answers);
  const progress: Progress[] = [];
  const stopping = new AbortController();
  const deps = { api, clock, setId: 'set-1', within, onProgress: (seen: Progress) => progress.push(seen) };
  return { clock, api, progress, stopping, settled: settle(targets, deps, stopping.signal) };
}

test('nothing to wait for is healthy without a request', async () => {
  const { settled, api } = start({}, { targets: [] });
  assert.deepEqual(await settled, { result: 'healthy', errors: [] });
  assert.equal(api.requests, 0);
});

test('what is current at once costs one look', async () => {
  const { settled, api } = start({ [path]: healthy });
  assert.equal((await settled).result, 'healthy');
  assert.deepEqual(api.asked, [path]);
});

test('a rollout is waited for, and only what is not current yet is asked again', async () => {
  const other = deploymentTarget('other');
  const { settled, api, clock, progress } = start(
    { [path]: starting, [deploymentPath('other')]: healthy },
    { targets: [web, other] },
  );
  await clock.untilSleeping();
  api.answers[path] = healthy;
  await clock.advance(200);
  assert.equal((await settled).result, 'healthy');
  assert.deepEqual(api.asked, [path, deploymentPath('other'), path]);
  assert.deepEqual(progress, [
    { objects: 2, current: 1, message: 'waiting for Deployment.apps/shop/web: 1 of 3 replicas are ready' },
  ]);
});

test('the pause between two looks grows to two seconds', async () => {
  const { api, clock, stopping, settled } = start({ [path]: starting, [replicaSets]: { items: [] } });
  const looks = (): number => api.asked.filter((asked) => asked === path).length;
  await clock.untilSleeping();
  await clock.advance(1_000);
  assert.equal(looks(), 4);
  await clock.advance(10_000);
  const before = looks();
  await clock.advance(10_000);
  assert.equal(looks() - before, 5);
  stopping.abort();
  await assert.rejects(settled);
});

test('the end of the time is degraded, with how far the object is and where its manifest is', async () => {
  const { settled, clock } = start({ [path]: starting, [replicaSets]: { items: [] } }, { within: 3_000 });
  await clock.untilSleeping();
  await clock.advance(3_000);
  const [error] = (await settled).errors;
  assert.deepEqual(error, {
    code: 'unhealthy',
    message: 'Deployment.apps/shop/web is not healthy: 1 of 3 replicas are ready',
    id: 'Deployment.apps/shop/web',
    file: 'web.yaml',
    line: 1,
    document: 1,
  });
});

test('what has failed for good is degraded before the time is over, without what only waits', async () => {
  const failing = object(
    spec,
    completeRollout({ conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded')] }),
  );
  const answers = { [path]: failing, [deploymentPath('other')]: starting, [replicaSets]: { items: [] } };
  const { settled } = start(answers, { targets: [deploymentTarget('other'), web] });
  const { result, errors } = await settled;
  assert.deepEqual([result, errors.map(({ id }) => id)], ['degraded', ['Deployment.apps/shop/web']]);
});

test('the reason is looked up only after five seconds, and then with the progress', async () => {
  const message = 'exceeded quota: none';
  const refused = object(
    spec,
    completeRollout({ replicas: 0, conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', message)] }),
  );
  const { clock, progress, stopping, settled } = start({ [path]: refused });
  await clock.untilSleeping();
  await clock.advance(4_000);
  assert.ok(
    progress.every((seen) => seen.message === 'waiting for Deployment.apps/shop/web: 0 of 3 replicas are created'),
  );
  await clock.advance(4_000);
  assert.equal(
    progress.at(-1)?.message,
    'waiting for Deployment.apps/shop/web: 0 of 3 replicas are created; its pods are refused: exceeded quota: none',
  );
  stopping.abort();
  await assert.rejects(settled);
});

test('a newer publication ends the wait at once', async () => {
  const { settled, clock, stopping } = start({ [path]: starting });
  await clock.untilSleeping();
  const reason = new Error('a newer commit');
  stopping.abort(reason);
  await assert.rejects(settled, reason);
  assert.equal(clock.sleepers, 0);
});

test('with no time left there is one look, and everything that is not current is told', async () => {
  const { settled, api } = start({ [path]: starting, [replicaSets]: { items: [] } }, { within: 0 });
  assert.equal((await settled).errors.length, 1);
  assert.equal(api.asked.filter((asked) => asked === path).length, 1);
});

test('an API server that does not answer is waited for', async () => {
  const { settled, api, clock, progress } = start({ [path]: new ApiUnreachableError('found ECONNREFUSED') });
  await clock.untilSleeping();
  assert.match(progress[0]?.message ?? '', /its health cannot be read: found ECONNREFUSED/);
  api.answers[path] = healthy;
  await clock.advance(200);
  assert.equal((await settled).result, 'healthy');
});

test('a right that is missing is told at once', async () => {
  const { settled } = start({ [path]: forbidden('deployments "web"') });
  const [error] = (await settled).errors;
  assert.equal(error?.code, 'forbidden');
  assert.match(error.message, /its health cannot be read: deployments "web" is forbidden/);
});

test('pods that may not be listed leave the reason open, and the error says which right is missing', async () => {
  const answers = { [path]: starting, [replicaSets]: forbidden('replicasets') };
  const { settled } = start(answers, { within: 0 });
  const [error] = (await settled).errors;
  assert.match(
    error?.message ?? '',
    /1 of 3 replicas are ready; the reason is not known, because Couplet may not list replicasets in namespace shop$/,
  );
});

test('an object that somebody deleted is waited for', async () => {
  const { settled } = start({}, { within: 0 });
  assert.match((await settled).errors[0]?.message ?? '', /is not healthy: does not exist$/);
});

test('each look tells everything that is not current, also when that is nothing', async () => {
  const looks: string[][] = [];
  const clock = new FakeClock();
  const api = fakeApi({ [path]: starting, [deploymentPath('other')]: healthy });
  const onLook = (seen: readonly Seen[]): void => void looks.push(seen.map(({ target }) => target.name));
  const deps = { api, clock, setId: 'set-1', within: 60_000, onProgress: () => {}, onLook };
  const settled = settle([web, deploymentTarget('other')], deps, new AbortController().signal);
  await clock.untilSleeping();
  api.answers[path] = healthy;
  await clock.advance(200);
  await settled;
  assert.deepEqual(looks, [['web'], []]);
});
