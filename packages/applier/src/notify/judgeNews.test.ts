import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notifyEvents } from '@couplet/config';
import { mostCauses, type Condition, type Trouble } from './condition.ts';
import { dampingWindow, judgeNews } from './judgeNews.ts';
import type { Told } from './told.ts';

const causes = (count: number): string[] => Array.from({ length: count }, (_, index) => `cause ${index}`);
const facts = { name: 'shop', state: 'failed' as const, suspended: false };
const trouble = (more: Partial<Trouble> = {}): Trouble => ({
  kind: 'trouble',
  state: 'failed',
  since: 0,
  tellAt: 0,
  causes: causes(1),
  changes: 1,
  facts,
  ...more,
});
const told = (more: Partial<Told> = {}): Told => ({
  state: 'failed',
  since: '2026-11-21T13:42:05.000Z',
  causes: causes(1),
  what: '',
  ...more,
});

const judgeSent = (sent: number[], now: number) =>
  judgeNews({ on: notifyEvents, told: undefined, condition: trouble(), sent }, now);
const recoveredOnly = (condition: Condition) =>
  judgeNews({ on: ['recovered'], told: undefined, condition, sent: [] }, 1);

test('a list of causes that is full says nothing of further ones', () => {
  const condition = trouble({ causes: ['another'] });
  const judge = (count: number) =>
    judgeNews({ on: notifyEvents, told: told({ causes: causes(count) }), condition, sent: [] }, 1).kind;
  assert.deepEqual([judge(mostCauses - 1), judge(mostCauses)], ['tell', 'none']);
});

test('the fifth within ten minutes waits until the first is ten minutes old', () => {
  assert.equal(judgeSent([1000, 2000, 3000], 4000).kind, 'tell');
  assert.deepEqual(judgeSent([1000, 2000, 3000, 4000], 5000), { kind: 'wait', until: 1000 + dampingWindow });
  assert.equal(judgeSent([1000, 2000, 3000, 4000], 1000 + dampingWindow).kind, 'tell');
});

test('what is not wanted is no news, and neither is what is not known yet', () => {
  assert.deepEqual(
    [recoveredOnly(trouble()).kind, recoveredOnly({ kind: 'pending', changes: 0 }).kind],
    ['none', 'none'],
  );
});
