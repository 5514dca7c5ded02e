import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeTriggers } from './trigger.ts';
import type { Trigger } from './trigger.ts';

const poll: Trigger = { cause: 'poll', refs: 'all', forced: false, requests: [] };

function asked(ref: string, id: string): Trigger {
  const request = { id, provider: 'github', receivedAt: 0, environments: ['e'] } as const;
  return { cause: 'request', refs: [ref], forced: false, requests: [request] };
}

test('two refs make one trigger for both', () => {
  assert.deepEqual(mergeTriggers(asked('main', '1'), asked('live', '2')).refs, ['main', 'live']);
});

test('the same ref twice is named once', () => {
  assert.deepEqual(mergeTriggers(asked('main', '1'), asked('main', '2')).refs, ['main']);
});

test('a poll makes it all refs', () => {
  assert.equal(mergeTriggers(asked('main', '1'), poll).refs, 'all');
});

test('no request is lost, and the oldest stays first', () => {
  const merged = mergeTriggers(asked('main', '1'), mergeTriggers(poll, asked('live', '2')));
  assert.deepEqual(
    merged.requests.map(({ id }) => id),
    ['1', '2'],
  );
});

test('a request is the cause, whatever waits with it', () => {
  assert.deepEqual(
    [mergeTriggers(poll, asked('a', '1')).cause, mergeTriggers(asked('a', '1'), poll).cause],
    ['request', 'request'],
  );
});

test('forced stays', () => {
  assert.equal(mergeTriggers({ ...poll, forced: true }, asked('a', '1')).forced, true);
});

test('of many requests the newest 1,000 are kept', () => {
  const many = Array.from({ length: 1001 }, (_, index) => asked('main', String(index))).reduce(mergeTriggers);
  assert.deepEqual([many.requests.length, many.requests[0]?.id], [1000, '1']);
});

test('a flood of webhooks keeps nothing from a person who waits', () => {
  const person = asked('main', 'person');
  const waiting = { ...person, requests: person.requests.map((one) => ({ ...one, provider: 'bearer' })) };
  const flood = Array.from({ length: 1001 }, (_, index) => asked('main', String(index)));
  const merged = flood.reduce(mergeTriggers, waiting);
  assert.deepEqual([merged.requests.length, merged.requests[0]?.id], [1001, 'person']);
});

test('refs that are only to be listed stay so', () => {
  const search: Trigger = { cause: 'search', refs: [], listed: ['live'], forced: false, requests: [] };
  const merged = mergeTriggers(asked('main', '1'), search);
  assert.deepEqual([merged.refs, merged.listed], [['main'], ['live']]);
});
