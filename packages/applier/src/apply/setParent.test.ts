import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applySetId } from './setParent.ts';

test('the id of a set is the one that kubectl gives to the same parent', () => {
  // The example of the label's reference documentation.
  assert.equal(applySetId('my-set', 'test', 'Secret'), 'applyset-0eFHV8ySqp7XoShsGvyWFQD3s96yqwHmzc4e0HR1dsY-v1');
});
