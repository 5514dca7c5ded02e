import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClusterObject } from '../clusterObject.ts';
import { fakeApi, forbidden } from '../fixtures/fakeApi.ts';
import { condition, object } from '../fixtures/clusterObjects.ts';
import { findProblem } from './findProblem.ts';
import { Relatives } from './relatives.ts';

const { signal } = new AbortController();
const selector = { matchLabels: { app: 'web' } };
const pods = '/api/v1/namespaces/shop/pods';
const events = '/api/v1/namespaces/shop/events';
const replicaSets = '/apis/apps/v1/namespaces/shop/replicasets';

function owned(name: string, owner: string, more: Partial<ClusterObject> & { revision?: string } = {}): ClusterObject {
  const { revision, ...rest } = more;
  const annotations = revision === undefined ? {} : { 'deployment.kubernetes.io/revision': revision };
  return { ...object({ selector }, {}, { name, uid: name, ownerReferences: [{ uid: owner }], annotations }), ...rest };
}

function pulling(image: string): object {
  const state = { waiting: { reason: 'ImagePullBackOff', message: 'not found' } };
  return { phase: 'Pending', containerStatuses: [{ name: 'main', image, ready: false, state }] };
}

function event(reason: string, message: string, lastTimestamp: string, type = 'Warning'): object {
  return { reason, message, lastTimestamp, type };
}

const deployment = object({ selector }, {}, { uid: 'web' });

test('of a Deployment only the pods of the newest ReplicaSet speak', async () => {
  const api = fakeApi({
    [replicaSets]: {
      items: [
        owned('old', 'web', { revision: '9' }),
        owned('new', 'web', { revision: '10' }),
        owned('other', 'somebody', { revision: '11' }),
      ],
    },
    [pods]: {
      items: [
        owned('pod-old', 'old', { status: pulling('web:old') }),
        owned('pod-new', 'new', { status: pulling('web:new') }),
      ],
    },
  });
  const problem = await findProblem('Deployment.apps', deployment, new Relatives(api, signal));
  assert.equal(
    problem?.message,
    'pod pod-new: container main: image web:new cannot be pulled (ImagePullBackOff): not found',
  );
  assert.deepEqual(api.asked, [
    `${replicaSets}?labelSelector=app=web&limit=50`,
    `${pods}?labelSelector=app=web&limit=50`,
  ]);
});

test('pods that are refused are told from the Deployment itself, without a request', async () => {
  const message =
    'pods "web-5d9-" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0';
  const refused = {
    ...deployment,
    status: { conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', message)] },
  };
  const api = fakeApi({});
  assert.deepEqual(await findProblem('Deployment.apps', refused, new Relatives(api, signal)), {
    code: 'not-created',
    message: `its pods are refused: ${message}`,
  });
  assert.equal(api.requests, 0);
});

test('a StatefulSet whose pods an admission webhook denies is told from its last event', async () => {
  const api = fakeApi({
    [pods]: { items: [] },
    [events]: (query: URLSearchParams) => ({
      items:
        query.get('fieldSelector') === 'involvedObject.uid=db'
          ? [
              event('FailedCreate', 'first', '2026-11-21T13:00:00Z'),
              event(
                'FailedCreate',
                'admission webhook "policy.example" denied the request: no limits',
                '2026-11-21T13:01:00Z',
              ),
              event('SuccessfulCreate', 'create Pod db-0', '2026-11-21T13:02:00Z', 'Normal'),
            ]
          : [],
    }),
  });
  const set = object({ selector }, {}, { uid: 'db' });
  assert.deepEqual(await findProblem('StatefulSet.apps', set, new Relatives(api, signal)), {
    code: 'not-created',
    message: 'its pods are refused: admission webhook "policy.example" denied the request: no limits',
  });
});

test('why a probe fails is asked of the events of its pod', async () => {
  const status = { phase: 'Running', containerStatuses: [{ name: 'main', ready: false, state: { running: {} } }] };
  const api = fakeApi({
    [pods]: { items: [owned('web-0', 'web', { status })] },
    [events]: { items: [event('Unhealthy', 'Readiness probe failed: connection refused', '2026-11-21T13:00:00Z')] },
  });
  const problem = await findProblem('StatefulSet.apps', deployment, new Relatives(api, signal));
  assert.equal(
    problem?.message,
    'pod web-0: container main runs but is not ready (Unhealthy): Readiness probe failed: connection refused',
  );
});

test('a claim without a volume names its storage class and what the provisioner says', async () => {
  const claim = object({ storageClassName: 'fast' }, { phase: 'Pending' });
  const api = fakeApi({
    [events]: {
      items: [event('ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found', '2026-11-21T13:00:00Z')],
    },
  });
  assert.deepEqual(await findProblem('PersistentVolumeClaim', claim, new Relatives(api, signal)), {
    code: 'unhealthy',
    message: 'storage class fast (ProvisioningFailed): storageclass.storage.k8s.io "fast" not found',
  });
});

test('a right that is missing is remembered, and the rest is found without it', async () => {
  const api = fakeApi({
    [pods]: forbidden('pods'),
    [events]: { items: [event('FailedCreate', 'quota', '2026-11-21T13:00:00Z')] },
  });
  const relatives = new Relatives(api, signal);
  const problem = await findProblem('StatefulSet.apps', deployment, relatives);
  assert.deepEqual(
    [problem?.message, [...relatives.missing]],
    ['its pods are refused: quota', ['list pods in namespace shop']],
  );
});

test('a custom resource has said everything in its conditions', async () => {
  const api = fakeApi({});
  assert.equal(await findProblem('Certificate.cert-manager.io', deployment, new Relatives(api, signal)), undefined);
  assert.equal(api.requests, 0);
});
