import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldPlanId } from './heldPlanId.ts';

const [a, b] = [
  { id: 'ConfigMap/shop/a', uid: '1' },
  { id: 'ConfigMap/shop/b', uid: '2' },
] as const;
const id = heldPlanId('shop', 'set', [a, b]);

test('the same deletes have the same name, in any order', () => {
  assert.match(id, /^[0-9a-f]{64}$/);
  assert.equal(heldPlanId('shop', 'set', [b, a]), id);
});

for (const [what, other] of [
  ['fewer deletes', heldPlanId('shop', 'set', [a])],
  ['an object that was created anew', heldPlanId('shop', 'set', [a, { ...b, uid: '3' }])],
  ['another object', heldPlanId('shop', 'set', [a, { ...b, id: 'ConfigMap/shop/c' }])],
  ['another environment', heldPlanId('stage', 'set', [a, b])],
  ['another set', heldPlanId('shop', 'other', [a, b])],
] as const) {
  test(`${what} is another plan`, () => assert.notEqual(other, id));
}
