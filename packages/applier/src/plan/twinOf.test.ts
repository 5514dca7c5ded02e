import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twinOf } from './twinOf.ts';

test('an event of one group is that of the other', () => {
  assert.deepEqual(
    [twinOf('Event/shop/a'), twinOf('Event.events.k8s.io/shop/a')],
    ['Event.events.k8s.io/shop/a', 'Event/shop/a'],
  );
});

test('other objects have no twin', () => {
  assert.equal(twinOf('Event.example.com/shop/a'), undefined);
});
