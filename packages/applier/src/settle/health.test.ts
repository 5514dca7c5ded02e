import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClusterObject } from './clusterObject.ts';
import { condition, now, object } from './fixtures/clusterObjects.ts';
import { hasHealth, healthOf } from './health.ts';

type Row = [what: string, object: ClusterObject, says: string];

function table(key: string, rows: Row[]): void {
  describe(key, () => {
    for (const [what, live, expected] of rows) {
      test(what, () => {
        const { status, message } = healthOf(key, live, now);
        assert.equal(`${status}: ${message}`, expected);
      });
    }
  });
}

table('Pod', [
  [
    'is current when it is ready',
    object({}, { phase: 'Running', conditions: [condition('Ready', 'True')] }),
    'current: is ready',
  ],
  [
    'waits to be ready',
    object({}, { phase: 'Running', conditions: [condition('Ready', 'False')] }),
    'progressing: runs but is not ready',
  ],
  ['is current when it has succeeded', object({}, { phase: 'Succeeded' }), 'current: has succeeded'],
  [
    'has failed when it was evicted',
    object({}, { phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory.' }),
    'failed: has failed: The node was low on memory.',
  ],
  [
    'waits for a node',
    object({}, { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable')] }),
    'progressing: is on no node yet',
  ],
]);
table('PersistentVolumeClaim', [
  ['is current when it is bound', object({}, { phase: 'Bound' }), 'current: is bound'],
  ['waits for a volume', object({}, { phase: 'Pending' }), 'progressing: is not bound to a volume yet'],
  ['has failed when its volume is lost', object({}, { phase: 'Lost' }), 'failed: its volume is lost'],
]);
table('Service', [
  ['inside the cluster is current at once', object({ type: 'ClusterIP' }, { loadBalancer: {} }), 'current: is current'],
  [
    'with a load balancer waits for its address',
    object({ type: 'LoadBalancer' }, { loadBalancer: {} }),
    'progressing: its load balancer has no address yet',
  ],
  [
    'with a load balancer is current with an address',
    object({ type: 'LoadBalancer' }, { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } }),
    'current: is current',
  ],
]);
table('Namespace', [
  ['is current when it is active', object({}, { phase: 'Active' }), 'current: is current'],
  [
    'that goes is terminating',
    object({}, { phase: 'Terminating' }, { deletionTimestamp: '2026-11-21T13:00:00Z' }),
    'terminating: is being deleted since 2026-11-21T13:00:00Z',
  ],
]);
table('CustomResourceDefinition.apiextensions.k8s.io', [
  [
    'is current when it is established',
    object({}, { conditions: [condition('NamesAccepted', 'True'), condition('Established', 'True')] }),
    'current: is current',
  ],
  [
    'waits to be established',
    object({}, { conditions: [condition('NamesAccepted', 'True')] }),
    'progressing: is not established yet',
  ],
  [
    'has failed when its names are taken',
    object({}, { conditions: [condition('NamesAccepted', 'False', 'PluralConflict', '"bakeries" is already in use')] }),
    'failed: NamesAccepted is False (PluralConflict): "bakeries" is already in use',
  ],
]);
table('APIService.apiregistration.k8s.io', [
  [
    'is current when it answers',
    object({}, { conditions: [condition('Available', 'True', 'Passed')] }),
    'current: is current',
  ],
  [
    'waits for its server',
    object(
      {},
      {
        conditions: [
          condition('Available', 'False', 'MissingEndpoints', 'endpoints for service/metrics have no addresses'),
        ],
      },
    ),
    'progressing: Available is False (MissingEndpoints): endpoints for service/metrics have no addresses',
  ],
]);
table('PodDisruptionBudget.policy', [
  [
    'is current once its controller has seen it',
    object({}, { observedGeneration: 3, disruptionsAllowed: 0 }),
    'current: is current',
  ],
  [
    'waits for its controller',
    object({}, { observedGeneration: 2 }),
    'progressing: its controller has seen generation 2, not yet 3',
  ],
]);

const young = { creationTimestamp: '2026-11-21T13:42:04Z' };
table('Certificate.cert-manager.io', [
  ['is current without conditions', object({}, { anything: 'else' }), 'current: is current'],
  ['without a status is current, once its controller had the time for one', object({}), 'current: is current'],
  ['that is new waits for its first status', object({}, undefined, young), 'progressing: has no status yet'],
  ['is current when it is ready', object({}, { conditions: [condition('Ready', 'True')] }), 'current: is current'],
  ['that is new and has its status is current', object({}, {}, young), 'current: is current'],
  [
    'waits while it is not ready',
    object({}, { conditions: [condition('Ready', 'False', 'DoesNotExist', 'issuer ca does not exist')] }),
    'progressing: Ready is False (DoesNotExist): issuer ca does not exist',
  ],
  [
    'waits while nobody knows',
    object({}, { conditions: [condition('Ready', 'Unknown')] }),
    'progressing: Ready is Unknown',
  ],
  [
    'waits for the condition of its own generation',
    object({}, { conditions: [{ ...condition('Ready', 'True'), observedGeneration: 2 }] }),
    'progressing: its condition Ready is of generation 2, not yet 3',
  ],
  [
    'waits while it reconciles',
    object({}, { conditions: [condition('Ready', 'True'), condition('Reconciling', 'True', 'Progressing')] }),
    'progressing: Reconciling is True (Progressing)',
  ],
  [
    'has failed when it is stalled',
    object({}, { conditions: [condition('Stalled', 'True', 'BadSpec', 'no such bucket')] }),
    'failed: Stalled is True (BadSpec): no such bucket',
  ],
  ['with a status of another shape is current', { ...object({}), status: 'fine' }, 'current: is current'],
  ['with conditions of another shape is current', object({}, { conditions: { Ready: true } }), 'current: is current'],
]);

describe('health is asked for', () => {
  for (const key of [
    'Deployment.apps',
    'Job.batch',
    'Service',
    'Certificate.cert-manager.io',
    'Gateway.gateway.networking.k8s.io',
  ]) {
    test(`of ${key}`, () => assert.equal(hasHealth(key), true));
  }
  for (const key of [
    'ConfigMap',
    'Secret',
    'Role.rbac.authorization.k8s.io',
    'CronJob.batch',
    'Ingress.networking.k8s.io',
  ]) {
    test(`not of ${key}`, () => assert.equal(hasHealth(key), false));
  }
});
