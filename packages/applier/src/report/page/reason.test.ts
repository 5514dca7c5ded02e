import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reason } from './reason.ts';

test('while nothing is published the page says where the reason is', () => {
  assert.match(reason({ name: 'staging', state: 'waiting', suspended: false }), /the log of sync says why/);
});
