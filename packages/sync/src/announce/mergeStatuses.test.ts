import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommitState, CommitStatus } from './commitStatus.ts';
import { mergeStatuses } from './mergeStatuses.ts';

function status(text: string): CommitStatus {
  const [environment = '', commit = '', state = ''] = text.split(' ');
  return { environment, commit, state: state as CommitState, description: '' };
}

function merge(older: string[], newer: string[]): string[] {
  const merged = mergeStatuses(older.map(status), newer.map(status));
  return merged.map(({ environment, commit, state }) => `${environment} ${commit} ${state}`);
}

test('the newest word about a commit takes the place of an older one', () => {
  assert.deepEqual(merge(['a c1 pending', 'b c1 pending'], ['a c1 success']), ['b c1 pending', 'a c1 success']);
});

test('of what is only pending the newest commit of an environment is told', () => {
  assert.deepEqual(merge(['a c1 pending', 'b c1 pending'], ['a c2 pending']), ['b c1 pending', 'a c2 pending']);
});

test('the end of an older commit is not lost to a newer one', () => {
  const all = ['a c1 success', 'a c2 pending'];
  assert.deepEqual(merge(all.slice(0, 1), all.slice(1)), all);
});

test('what cannot be sent for long stays bounded, the newest stays', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `a c${index} success`);
  const merged = merge(many, ['a last success']);
  assert.deepEqual([merged.length, merged.at(-1)], [2000, 'a last success']);
});
