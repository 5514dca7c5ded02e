import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClusterObject } from './clusterObject.ts';
import { completeRollout, condition, now, object } from './fixtures/clusterObjects.ts';
import { healthOf } from './health.ts';

type Row = [what: string, object: ClusterObject, says: string];

/** `progressing: 1 of 3 replicas are ready` */
function says(key: string, live: ClusterObject): string {
  const { status, message } = healthOf(key, live, now);
  return `${status}: ${message}`;
}

function table(key: string, rows: Row[]): void {
  describe(key, () => {
    for (const [what, live, expected] of rows) test(what, () => assert.equal(says(key, live), expected));
  });
}

const three = { replicas: 3, progressDeadlineSeconds: 600 };
const stuck = [
  condition('Available', 'False', 'MinimumReplicasUnavailable'),
  condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'ReplicaSet "web-5d9" has timed out progressing.'),
];
table('Deployment.apps', [
  ['is current when its rollout is complete', object(three, completeRollout()), 'current: is current'],
  [
    'is not judged before its controller has seen it',
    object(three, {}),
    'progressing: its controller has not seen it yet',
  ],
  [
    'is not judged by the status of an older generation',
    object(three, completeRollout({ observedGeneration: 2 })),
    'progressing: its controller has seen generation 2, not yet 3',
  ],
  [
    'waits for its pods to exist',
    object(three, completeRollout({ replicas: 1 })),
    'progressing: 1 of 3 replicas are created',
  ],
  [
    'waits for new pods',
    object(three, completeRollout({ updatedReplicas: 2 })),
    'progressing: 2 of 3 replicas are updated',
  ],
  [
    'waits for old pods to go',
    object(three, completeRollout({ replicas: 4 })),
    'progressing: 1 replicas too many are not gone yet',
  ],
  [
    'waits for ready pods',
    object(three, completeRollout({ readyReplicas: 1 })),
    'progressing: 1 of 3 replicas are ready',
  ],
  [
    'waits for minReadySeconds',
    object(three, completeRollout({ availableReplicas: 0 })),
    'progressing: 0 of 3 replicas are available',
  ],
  [
    'waits for the controller to call the rollout complete',
    object(
      three,
      completeRollout({
        conditions: [condition('Available', 'True'), condition('Progressing', 'True', 'ReplicaSetUpdated')],
      }),
    ),
    'progressing: its rollout is not complete yet',
  ],
  [
    'needs no condition Progressing without a deadline',
    object({ replicas: 3 }, completeRollout({ conditions: [condition('Available', 'True')] })),
    'current: is current',
  ],
  [
    'is current while it is paused with everything in place',
    object(
      { ...three, paused: true },
      completeRollout({
        conditions: [condition('Available', 'True'), condition('Progressing', 'Unknown', 'DeploymentPaused')],
      }),
    ),
    'current: is current',
  ],
  [
    'is progressing when it is not available',
    object(
      three,
      completeRollout({
        conditions: [condition('Available', 'False'), condition('Progressing', 'True', 'NewReplicaSetAvailable')],
      }),
    ),
    'progressing: is not available yet',
  ],
  [
    'has failed when its deadline is exceeded, with how far it came',
    object(three, completeRollout({ readyReplicas: 1, conditions: stuck })),
    'failed: made no progress for 600 s (progressDeadlineSeconds): 1 of 3 replicas are ready',
  ],
  [
    'with no replicas wanted is current',
    object(
      { ...three, replicas: 0 },
      completeRollout({ replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0 }),
    ),
    'current: is current',
  ],
]);

const set = { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } };
const fullSet = { observedGeneration: 3, replicas: 3, readyReplicas: 3, updatedReplicas: 3 };
table('StatefulSet.apps', [
  ['is current when every pod is updated and ready', object(set, fullSet), 'current: is current'],
  ['waits for ready pods', object(set, { ...fullSet, readyReplicas: 2 }), 'progressing: 2 of 3 replicas are ready'],
  [
    'waits for updated pods',
    object(set, { ...fullSet, updatedReplicas: 1 }),
    'progressing: 1 of 3 replicas are updated',
  ],
  [
    'waits for pods beyond its replicas to go',
    object(set, { ...fullSet, replicas: 5 }),
    'progressing: 2 replicas too many are not gone yet',
  ],
  [
    'updates only the pods above its partition',
    object({ replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }, { ...fullSet, updatedReplicas: 1 }),
    'current: is current',
  ],
  [
    'with OnDelete waits for nobody',
    object({ ...set, updateStrategy: { type: 'OnDelete' } }, { ...fullSet, updatedReplicas: 0 }),
    'current: a person replaces its pods (OnDelete)',
  ],
]);

const everywhere = {
  observedGeneration: 3,
  desiredNumberScheduled: 2,
  currentNumberScheduled: 2,
  updatedNumberScheduled: 2,
  numberReady: 2,
  numberAvailable: 2,
};
table('DaemonSet.apps', [
  ['is current on every node', object({}, everywhere), 'current: is current'],
  [
    'is not judged by the zeros it starts with',
    object({}, { desiredNumberScheduled: 0 }),
    'progressing: its controller has not seen it yet',
  ],
  ['waits for ready pods', object({}, { ...everywhere, numberReady: 1 }), 'progressing: 1 of 2 pods are ready'],
  [
    'waits for updated pods',
    object({}, { ...everywhere, updatedNumberScheduled: 0 }),
    'progressing: 0 of 2 pods are updated',
  ],
]);

const fullReplicas = {
  observedGeneration: 3,
  replicas: 2,
  fullyLabeledReplicas: 2,
  readyReplicas: 2,
  availableReplicas: 2,
};
table('ReplicaSet.apps', [
  ['is current with all its pods', object({ replicas: 2 }, fullReplicas), 'current: is current'],
  [
    'waits for ready pods',
    object({ replicas: 2 }, { ...fullReplicas, readyReplicas: 0 }),
    'progressing: 0 of 2 replicas are ready',
  ],
]);

const noGeneration = { generation: 1 };
table('Job.batch', [
  [
    'is current when it is complete',
    object({}, { startTime: 'x', succeeded: 1, conditions: [condition('Complete', 'True')] }, noGeneration),
    'current: is complete',
  ],
  [
    'waits for its pods',
    object({ completions: 3 }, { startTime: 'x', succeeded: 1, active: 2, failed: 1 }, noGeneration),
    'progressing: 1 of 3 pods have succeeded, 2 run, 1 failed',
  ],
  ['waits for its start', object({}, {}, noGeneration), 'progressing: has not started yet'],
  ['is current while it is suspended', object({ suspend: true }, {}, noGeneration), 'current: is suspended'],
  [
    'has failed when its controller says so',
    object(
      {},
      {
        startTime: 'x',
        failed: 1,
        conditions: [
          condition('Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
        ],
      },
      noGeneration,
    ),
    'failed: has failed: Job has reached the specified backoff limit',
  ],
]);
