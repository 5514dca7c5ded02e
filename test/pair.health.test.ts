import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { definition, definitionPath } from './support/definition.ts';
import { eventually } from './support/eventually.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { StandInKubelet } from './support/standInKubelet.ts';
import { configMap, TestPair } from './support/testPair.ts';

const run = randomBytes(4).toString('hex');
const node = `stand-in-${run}`;
const group = `health-${run}.example.com`;

/** Long enough for a pod to get its status on a busy machine. */
const settle = '12s';
const environments = [
  { name: 'good', settle: '5m' },
  { name: 'missing', settle },
  { name: 'crash', settle },
  { name: 'quota', settle },
  { name: 'nowhere', settle },
  { name: 'unready', settle },
  { name: 'broken', settle: '5m' },
  { name: 'job', settle: '5m' },
  { name: 'custom', settle: '5m' },
  { name: 'ignored', settle: '5m' },
  { name: 'unwatched', settle: 0 },
];

function podSpec(tag: string, more = ''): string {
  return `nodeSelector: {kubernetes.io/hostname: ${node}${more}}, containers: [{name: main, image: "registry.example/web:${tag}"}]`;
}

function deployment(tag: string, more: { selector?: string; annotation?: string } = {}): string {
  const metadata = `name: web${more.annotation === undefined ? '' : `, annotations: {${more.annotation}}`}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: {${metadata}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {${podSpec(tag, more.selector)}}}
`;
}

const job = `apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, ${podSpec('crash')}}}
`;
const quota = `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none}\nspec: {hard: {pods: "0"}}\n`;
const bakeries = JSON.stringify(definition({ group, names: { kind: 'Bakery', plural: 'bakeries' }, status: true }));
const bakery = (ovens: number): string =>
  `apiVersion: ${group}/v1\nkind: Bakery\nmetadata: {name: corner}\nspec: {ovens: ${ovens}}\n`;

let running: TestPair;
let kubelet: StandInKubelet;
before(async () => {
  const files = {
    'good/web.yaml': deployment('good'),
    'missing/web.yaml': deployment('missing'),
    'crash/web.yaml': deployment('crash'),
    'quota/web.yaml': `${quota}---\n${deployment('good')}`,
    'nowhere/web.yaml': deployment('good', { selector: ', disk: none' }),
    'unready/web.yaml': deployment('unready'),
    'broken/web.yaml': deployment('missing'),
    'job/job.yaml': job,
    'custom/definition.json': bakeries,
    'custom/bakery.yaml': bakery(1),
    'ignored/web.yaml': deployment('missing', { annotation: 'couplet.dev/ignore-health: "true"' }),
    'unwatched/web.yaml': deployment('missing'),
  };
  running = await TestPair.start({ environments, files }, { start: false });
  kubelet = await StandInKubelet.start(running.pair.options.kubeconfig, node);
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
});
after(async () => {
  await kubelet[Symbol.asyncDispose]();
  // It would create the definition again at once.
  await running.pair.applier?.terminate();
  await running.pair.kubernetes.delete(definitionPath(group, 'bakeries'));
  await running[Symbol.asyncDispose]();
});

/** Waits for what the environment says to fit. */
async function sees(name: string, fits: (answer: EnvironmentAnswer) => boolean): Promise<EnvironmentAnswer> {
  let seen: EnvironmentAnswer | undefined;
  return await eventually(
    `environment ${name} says what is waited for`,
    async () => {
      seen = await running.pair.environment(name);
      return fits(seen) ? seen : undefined;
    },
    { within: 120_000, every: 50, last: () => seen },
  );
}

/** The message of the one object that keeps the environment from being healthy. */
async function degraded(name: string, code: string): Promise<string> {
  const { errors = [] } = await sees(
    name,
    ({ state, errors: [error] = [] }) => state === 'degraded' && error?.code === code,
  );
  assert.equal(errors.length, 1);
  return errors[0]?.message ?? '';
}

test('R41 a rollout that ends well is healthy, with its stage and its commit', async () => {
  const { healthy, applied, stages } = await sees('good', ({ state }) => state === 'healthy');
  assert.equal(healthy?.commit, applied?.commit);
  assert.equal(stages?.at(-1)?.stage, 'healthy');
});

test('R41 a missing image is told while it is waited for, and is degraded when the time is over', async () => {
  const { state } = await sees('missing', ({ progress }) => progress?.message?.includes('cannot be pulled') === true);
  assert.equal(state, 'applied');
  const message = await degraded('missing', 'image-pull');
  assert.match(
    message,
    /^Deployment\.apps\/\S+\/web is not healthy: 0 of 2 replicas are ready; pod web-\S+: container main: image registry\.example\/web:missing cannot be pulled \(ImagePullBackOff\): .*not found/,
  );
});

test('R41 a crash loop is told with its exit code', async () => {
  const message = await degraded('crash', 'crash-loop');
  assert.match(message, /container main ends again and again \(CrashLoopBackOff, 3 restarts\): exit code 1 \(Error\)/);
});

test('R41 pods that a quota refuses are told with the quota', async () => {
  const message = await degraded('quota', 'not-created');
  assert.match(message, /its pods are refused: .*quota/);
});

test('R41 a pod that no node takes is told in the words of the scheduler', async () => {
  const message = await degraded('nowhere', 'unschedulable');
  assert.match(message, /no node takes it: \d+\/\d+ nodes are available/);
});

test('R41 a failing probe is told with its answer', async () => {
  const message = await degraded('unready', 'unhealthy');
  assert.match(message, /container main runs but is not ready \(Unhealthy\): Readiness probe failed: .*503/);
});

test('R41 a Job that fails is degraded at once, with the reason of its pod', async () => {
  const message = await degraded('job', 'crash-loop');
  assert.match(
    message,
    /^Job\.batch\/\S+\/migrate is not healthy: has failed: Job has reached .*limit; pod migrate-\S+: container main ended: exit code 1/,
  );
});

test('R41 a newer commit ends the wait at once', async () => {
  await sees('broken', ({ state, progress }) => state === 'applied' && progress?.of === 1);
  const commit = await running.pair.push('Name an image that exists', {
    write: { 'broken/web.yaml': deployment('good') },
  });
  const { applied, published } = await sees('broken', ({ healthy }) => healthy?.commit === commit);
  // The wait that it ends would have taken five minutes.
  assert.ok(Date.parse(applied?.at ?? '') - Date.parse(published?.at ?? '') < 10_000);
});

test('a custom resource is healthy when its controller says so of this generation', async () => {
  const { pair } = running;
  const path = `/apis/${group}/v1/namespaces/${running.namespace('custom')}/bakeries/corner`;
  const say = async (observedGeneration: number, ready: object): Promise<void> =>
    await pair.kubernetes.apply(`${path}/status`, {
      apiVersion: `${group}/v1`,
      kind: 'Bakery',
      metadata: { name: 'corner', namespace: running.namespace('custom') },
      status: { observedGeneration, conditions: [{ type: 'Ready', ...ready }] },
    });
  await eventually('the bakery exists', async () => await pair.kubernetes.get(path));
  await say(1, { status: 'True' });
  await running.applied('custom', ['healthy']);
  const commit = await pair.push('Buy an oven', { write: { 'custom/bakery.yaml': bakery(2) } });
  const waitsFor = (text: string) => (answer: EnvironmentAnswer) =>
    answer.published?.commit === commit && answer.progress?.message?.includes(text) === true;
  await sees('custom', waitsFor('its controller has seen generation 1, not yet 2'));
  await say(2, { status: 'False', reason: 'Heating', message: 'the oven is cold' });
  await sees('custom', waitsFor('Ready is False (Heating): the oven is cold'));
  await say(2, { status: 'True' });
  await sees('custom', ({ state, healthy }) => state === 'healthy' && healthy?.commit === commit);
});

test('an object with couplet.dev/ignore-health does not keep its environment from being healthy', async () => {
  await sees('ignored', ({ state }) => state === 'healthy');
});

test('with settle: 0 nobody waits, and nothing is called healthy', async () => {
  await running.pair.push('Start with a note', { write: { 'unwatched/note.yaml': configMap('note', 'one') } });
  const { state, healthy } = await running.applied('unwatched');
  assert.deepEqual([state, healthy], ['applied', undefined]);
});

test('a degraded environment becomes healthy by itself when its image appears', async () => {
  await degraded('missing', 'image-pull');
  kubelet.provide('registry.example/web:missing');
  const { healthy, applied } = await sees('missing', ({ state }) => state === 'healthy');
  assert.equal(healthy?.commit, applied?.commit);
});
