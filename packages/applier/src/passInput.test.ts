import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFull, mergeInputs } from './passInput.ts';

test('of two inputs the one that does more is kept, in any order', () => {
  assert.deepEqual([mergeInputs('drift', 'run'), mergeInputs('run', 'publication')], ['run', 'run']);
  assert.deepEqual([mergeInputs('rollback', 'publication'), mergeInputs('approve', 'resync')], ['rollback', 'resync']);
});

test('a resync, a resumption and a wanted run look at everything anew', () => {
  const inputs = ['drift', 'publication', 'rollback', 'approve', 'resync', 'resume', 'run'] as const;
  assert.deepEqual(inputs.filter(isFull), ['resync', 'resume', 'run']);
});
