import { faultCodes } from './load/faultCodes.ts';

/** `retry`: the cluster may answer otherwise later. `wait`: only a change in the repository or the configuration helps. */
export type ErrorCode = { meaning: string; policy: 'retry' | 'wait' };

/** Every code that the applier can report; docs/errors.md has a line for each. */
export const errorCodes: Record<string, ErrorCode> = {
  ...Object.fromEntries(Object.entries(faultCodes).map(([code, meaning]) => [code, { meaning, policy: 'wait' }])),
  'empty-tree': {
    meaning: 'No manifest was found under the path of the environment; nothing is pruned.',
    policy: 'wait',
  },
  'duplicate-object': { meaning: 'The same object is defined in two places; neither is applied.', policy: 'wait' },
  claimed: { meaning: 'The object belongs to another environment, which the message names.', policy: 'retry' },
  'unknown-kind': {
    meaning: 'The cluster does not know the kind or does not serve that version of it.',
    policy: 'retry',
  },
  invalid: {
    meaning: 'The API server refused the object: a value breaks its schema or a validation rule.',
    policy: 'wait',
  },
  'unknown-field': {
    meaning: 'The object has a field that its kind does not have; usually it is misspelt.',
    policy: 'wait',
  },
  'immutable-field': { meaning: 'The field cannot change once the object exists.', policy: 'wait' },
  'too-large': {
    meaning: 'A file is over 8 MiB, or an object is larger than the API server or its store accepts.',
    policy: 'wait',
  },
  conflict: {
    meaning: 'Another manager owns the field, and couplet.dev/force is "false"; or the object changed meanwhile.',
    policy: 'retry',
  },
  forbidden: { meaning: 'RBAC, a quota or Pod Security forbids it.', policy: 'retry' },
  'missing-access': {
    meaning: 'RBAC does not allow something that the environment may need; the message has the rule that would.',
    policy: 'wait',
  },
  unauthorized: { meaning: "The API server does not accept the applier's credentials.", policy: 'retry' },
  'denied-by-webhook': { meaning: 'An admission webhook denied it; its reason is quoted.', policy: 'retry' },
  'namespace-missing': { meaning: 'The namespace does not exist and is not part of the repository.', policy: 'retry' },
  'namespace-terminating': {
    meaning: 'The namespace is being deleted: nothing new can be created in it until it is gone and there again.',
    policy: 'retry',
  },
  'namespace-not-empty': {
    meaning: 'A namespace still holds objects of the set that are being deleted; it is deleted after them.',
    policy: 'retry',
  },
  'not-found': { meaning: 'The API server does not serve what was asked for.', policy: 'retry' },
  'kind-not-established': {
    meaning: 'A CustomResourceDefinition was applied but its kind is not served.',
    policy: 'retry',
  },
  'api-error': { meaning: 'The API server answered with an error of its own.', policy: 'retry' },
  'api-unreachable': { meaning: 'The API server did not answer.', policy: 'retry' },
  credentials: { meaning: 'The Kubernetes credentials cannot be read; nothing was sent.', policy: 'retry' },
  'set-parent-missing': {
    meaning: 'The ConfigMap that stands for the set was gone; nothing is pruned in this run.',
    policy: 'retry',
  },
  'set-parent-foreign': {
    meaning: 'The ConfigMap that stands for the set carries the id of another set; nothing is pruned.',
    policy: 'wait',
  },
  'damaged-tree': { meaning: 'A file on the volume does not match its hash; it is not applied.', policy: 'retry' },
  'unreadable-publication': {
    meaning: 'The publication on the volume cannot be read; what was applied stays.',
    policy: 'retry',
  },
  drifted: {
    meaning:
      'Somebody else changed or deleted the object, and it is left so: drift is detect, or deletes wait for a person.',
    policy: 'wait',
  },
  unhealthy: {
    meaning: 'The object was applied and is not healthy; the message says how far it is and why.',
    policy: 'retry',
  },
  'image-pull': { meaning: 'The image of a container cannot be pulled; the registry is quoted.', policy: 'retry' },
  'crash-loop': { meaning: 'A container starts and ends with an error, or uses too much memory.', policy: 'retry' },
  unschedulable: { meaning: 'No node takes a pod; the scheduler is quoted.', policy: 'retry' },
  'not-created': {
    meaning: 'The pods of a workload are refused by a quota, Pod Security or an admission webhook.',
    policy: 'retry',
  },
  'rolled-back': {
    meaning: 'The commit is quarantined, and the last healthy one is applied in its place; see docs/rollback.md.',
    policy: 'wait',
  },
  quarantined: {
    meaning: 'The commit is quarantined and not applied: it was not healthy, or the applier did not survive it.',
    policy: 'wait',
  },
  'not-leading': {
    meaning: 'Another applier holds the lease and writes; this one only shows what it saw last.',
    policy: 'wait',
  },
  fight: {
    meaning: 'Somebody sets the same fields again and again; corrections of this object are made less often.',
    policy: 'wait',
  },
  'not-watched': {
    meaning: 'Some objects are not watched: too many watches or no permission; their drift is found at each resync.',
    policy: 'wait',
  },
  'not-notified': {
    meaning: 'A receiver of notifications was not told, or what it was told is not kept; `why` in the log says more.',
    policy: 'retry',
  },
  'too-many-errors': {
    meaning: 'The list of errors is longer than what is kept; it says how many are left out.',
    policy: 'wait',
  },
  internal: { meaning: 'A defect of Couplet; the log has the details.', policy: 'retry' },
};
