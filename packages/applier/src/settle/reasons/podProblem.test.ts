import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition, object } from '../fixtures/clusterObjects.ts';
import { podProblem } from './podProblem.ts';

const ready = [condition('PodScheduled', 'True'), condition('Ready', 'True')];
const unready = [condition('PodScheduled', 'True'), condition('Ready', 'False', 'ContainersNotReady')];

function container(state: object, more: object = {}): object {
  return { name: 'main', image: 'registry.example/web:2', ready: false, restartCount: 0, state, ...more };
}

function waiting(reason: string, message?: string, more: object = {}): object {
  return container({ waiting: { reason, ...(message !== undefined && { message }) } }, more);
}

function pod(phase: string, containerStatuses: object[], more: object = {}): Parameters<typeof podProblem>[0] {
  return object({}, { phase, conditions: unready, containerStatuses, ...more }, { name: 'web-5d9-x2' });
}

const rows: [what: string, pod: Parameters<typeof podProblem>[0], code: string, message: RegExp][] = [
  [
    'an image that the registry does not have',
    pod('Pending', [waiting('ErrImagePull', 'rpc error: code = NotFound desc = not found')]),
    'image-pull',
    /^pod web-5d9-x2: container main: image registry\.example\/web:2 cannot be pulled \(ErrImagePull\): rpc error: code = NotFound desc = not found$/,
  ],
  [
    'an image whose name is none',
    pod('Pending', [waiting('InvalidImageName')]),
    'image-pull',
    /cannot be pulled \(InvalidImageName\)$/,
  ],
  [
    'a container that ends again and again',
    pod('Running', [
      waiting('CrashLoopBackOff', 'back-off', {
        restartCount: 4,
        lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      }),
    ]),
    'crash-loop',
    /container main ends again and again \(CrashLoopBackOff, 4 restarts\): exit code 3 \(Error\)$/,
  ],
  [
    'a container that needs more memory than it may',
    pod('Running', [
      waiting('CrashLoopBackOff', 'back-off', { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }),
    ]),
    'crash-loop',
    /it used more memory than its limit allows \(OOMKilled, exit code 137\)$/,
  ],
  [
    'a Secret that does not exist',
    pod('Pending', [waiting('CreateContainerConfigError', 'secret "credentials" not found')]),
    'unhealthy',
    /container main cannot start \(CreateContainerConfigError\): secret "credentials" not found$/,
  ],
  [
    'an init container before the others',
    pod('Pending', [waiting('PodInitializing')], {
      initContainerStatuses: [container({ terminated: { exitCode: 2, reason: 'Error' } }, { name: 'setup' })],
    }),
    'crash-loop',
    /container setup ended: exit code 2 \(Error\)$/,
  ],
  [
    'a pod that no node takes',
    pod('Pending', [], {
      conditions: [
        condition('PodScheduled', 'False', 'Unschedulable', '0/3 nodes are available: 3 Insufficient memory.'),
      ],
    }),
    'unschedulable',
    /^pod web-5d9-x2: no node takes it: 0\/3 nodes are available: 3 Insufficient memory\.$/,
  ],
  [
    'a pod that was evicted',
    pod('Failed', [], { reason: 'Evicted', message: 'The node was low on memory.' }),
    'crash-loop',
    /failed: The node was low on memory\.$/,
  ],
  [
    'a container that is not ready',
    pod('Running', [container({ running: {} })]),
    'unhealthy',
    /container main runs but is not ready$/,
  ],
  ['a pod that is slow to start', pod('Pending', [waiting('ContainerCreating')]), 'unhealthy', /is not ready$/],
];
for (const [what, live, code, message] of rows) {
  test(`${what} is told`, () => {
    const problem = podProblem(live);
    assert.equal(problem?.code, code);
    assert.match(problem.message, message);
  });
}

test('only what the pod itself does not explain asks for its events', () => {
  const asks = rows.filter(([, live]) => podProblem(live)?.asks === true).map(([what]) => what);
  assert.deepEqual(asks, ['a container that is not ready', 'a pod that is slow to start']);
});

test('a pod that is well, at its end or on its way out has no problem', () => {
  const well = pod('Running', [container({ running: {} }, { ready: true })], { conditions: ready });
  const done = pod('Succeeded', [container({ terminated: { exitCode: 0 } })]);
  const leaving = object({}, { phase: 'Running', conditions: unready }, { deletionTimestamp: '2026-11-21T13:00:00Z' });
  assert.deepEqual([well, done, leaving].map(podProblem), [undefined, undefined, undefined]);
});
