import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adoptedFields } from './adoptFields.ts';

const ours = { manager: 'couplet', operation: 'Apply', fieldsV1: { 'f:data': { 'f:a': {} } } };
const kubectl = {
  manager: 'kubectl-client-side-apply',
  operation: 'Update',
  fieldsV1: { 'f:data': { '.': {}, 'f:b': {} }, 'f:metadata': { 'f:labels': {} } },
};
const status = { ...kubectl, subresource: 'status' };
const other = { manager: 'hpa', operation: 'Update', fieldsV1: { 'f:spec': {} } };

test('fields of kubectl apply become ours, and its entry goes', () => {
  assert.deepEqual(adoptedFields([kubectl, other, ours]), [
    other,
    { ...ours, fieldsV1: { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} }, 'f:metadata': { 'f:labels': {} } } },
  ]);
});

test('entries of other managers and of subresources stay, and nothing is to do', () => {
  assert.equal(adoptedFields([other, status, ours]), undefined);
});

test('an object that we do not apply is left alone', () => {
  assert.equal(adoptedFields([kubectl]), undefined);
});
