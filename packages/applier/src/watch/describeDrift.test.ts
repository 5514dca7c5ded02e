import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDrift } from './describeDrift.ts';
import { body, metadata, ours, taken, theirs } from './fixtures/members.ts';

const whole = { 'f:data': { 'f:value': {} } };

test('an object as it was applied has not drifted', () => {
  assert.deepEqual(describeDrift(body, metadata(1).managedFields ?? []), { fields: [] });
});

test('the manager that has the field now is named', () => {
  assert.deepEqual(describeDrift(body, taken(2).managedFields ?? []), {
    fields: ['.data.value'],
    manager: 'kubectl-edit',
  });
});

test('of a removed field nobody is the manager', () => {
  assert.deepEqual(describeDrift(body, [ours({})]), { fields: ['.data.value'] });
});

test('managers who wrote other fields, or the status, have nothing to do with it', () => {
  const revision = theirs('kube-controller-manager', { 'f:metadata': { 'f:annotations': { 'f:revision': {} } } });
  assert.deepEqual(describeDrift(body, [ours(whole), revision]), { fields: [] });
  assert.equal(describeDrift(body, [ours({}), revision, theirs('rival', whole)]).manager, 'rival');
});

test('a manager by a subresource is named too', () => {
  const scale = { ...theirs('hpa', { 'f:spec': { 'f:replicas': {} } }), subresource: 'scale' };
  assert.deepEqual(describeDrift({ spec: { replicas: 3 } }, [ours({}), scale]), {
    fields: ['.spec.replicas'],
    manager: 'hpa',
  });
});

test('of two managers the one with more of the fields is named, of equals the later one', () => {
  const two = { spec: { a: 1, b: 2 } };
  const a = { 'f:spec': { 'f:a': {} } };
  const both = { 'f:spec': { 'f:a': {}, 'f:b': {} } };
  assert.equal(describeDrift(two, [ours({}), theirs('one', a), theirs('both', both)]).manager, 'both');
  const late = theirs('late', a, '2026-11-21T14:00:00Z');
  assert.equal(describeDrift({ spec: { a: 1 } }, [ours({}), theirs('early', a), late]).manager, 'late');
});

test('what a webhook changed in our own request is ours', () => {
  assert.deepEqual(describeDrift(body, [ours({}), { ...theirs('couplet', whole) }]), { fields: [] });
});

test('what somebody wrote through a subresource under our name is not ours', () => {
  const scale = { ...theirs('couplet', { 'f:spec': { 'f:replicas': {} } }), subresource: 'scale' };
  assert.deepEqual(describeDrift({ spec: { replicas: 3 } }, [ours({}), scale]).fields, ['.spec.replicas']);
});

test('the annotations and the label of Couplet are fields as well', () => {
  const bare = { manager: 'couplet', operation: 'Apply', fieldsV1: whole };
  assert.deepEqual(describeDrift(body, [bare]).fields, [
    '.metadata.labels.applyset.kubernetes.io/part-of',
    '.metadata.annotations.couplet.dev/digest',
    '.metadata.annotations.couplet.dev/source',
  ]);
});
