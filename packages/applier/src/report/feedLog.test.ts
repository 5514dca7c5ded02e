import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FeedLog } from './feedLog.ts';

const start = 1_000_000;

/** A log in which the environments were told of, one event each. */
function logOf(...environments: string[]): FeedLog {
  const log = new FeedLog(start);
  for (const [index, name] of environments.entries()) log.add('environment', name, `{"n":${index}}`);
  return log;
}

/** What stands in the data of a replay. */
function replayed(text: string | undefined): number[] | undefined {
  return text === undefined ? undefined : [...text.matchAll(/^data: \{"n":(\d+)/gm)].map(([, n]) => Number(n));
}

test('an event is its id, its name and its data', () => {
  assert.equal(new FeedLog(start).add('run', 'r1', '{}'), 'id: 1000001\nevent: run\ndata: {}\n\n');
});

test('who missed events gets them in their order', () => {
  assert.deepEqual(replayed(logOf('a', 'b', 'c').since(String(start + 1))), [1, 2]);
});

test('who missed nothing gets nothing', () => {
  assert.equal(logOf('a', 'b').since(String(start + 2)), '');
});

test('who was there before the first event gets all', () => {
  assert.deepEqual(replayed(logOf('a', 'b').since(String(start))), [0, 1]);
});

test('of several events about the same thing the newest is replayed', () => {
  assert.deepEqual(replayed(logOf('a', 'b', 'a').since(String(start))), [1, 2]);
});

test('the last 256 events are kept', () => {
  const log = logOf(...Array.from({ length: 300 }, (_, index) => `e${index}`));
  assert.equal(replayed(log.since(String(start + 44)))?.length, 256);
  assert.equal(log.since(String(start + 43)), undefined);
});

for (const id of [undefined, '', 'abc', '-1', '1e6', String(start - 1), String(start + 9), '9'.repeat(30)]) {
  test(`what came after the id ${String(id)} is not known`, () => {
    assert.equal(logOf('a', 'b').since(id), undefined);
  });
}

test('a replay that is too long is none', () => {
  const log = new FeedLog(start);
  for (const key of ['a', 'b', 'c', 'd']) log.add('run', key, JSON.stringify('x'.repeat(10_000)));
  assert.equal(log.since(String(start)), undefined);
  assert.notEqual(log.since(String(start + 1)), undefined);
});

test('what was not kept is not passed over: an id from before leads nowhere', () => {
  const log = logOf('a');
  log.forget();
  log.forget();
  assert.deepEqual([log.since(String(start + 1)), log.last], [undefined, start + 2]);
  log.add('environment', 'b', '{"n":7}');
  assert.deepEqual(replayed(log.since(String(start + 2))), [7]);
});
