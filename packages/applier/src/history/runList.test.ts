import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRecord } from './fixtures/runRecords.ts';
import { encodeRecord } from './recordCodec.ts';
import { RunList, type Shard } from './runList.ts';
import type { RunRecord } from './runRecord.ts';

/** Of a run that began in that minute. */
const runAt = (minute: number): string => `20261121T13${minute}00.000Z-1a2b3c4`;
const idOf = (number: number): string => `2026${String(number).padStart(4, '0')}`;
const record = (number: number, more: Partial<RunRecord> = {}): RunRecord => runRecord({ id: idOf(number), ...more });
const shardOf = (...records: RunRecord[]): Shard => new Map(records.map((one) => [one.id, encodeRecord(one)]));

/** What a store does with it. Answers how many shards were written. */
function save(list: RunList, store: Map<number, Shard>): number {
  const shards = list.unsaved();
  for (const shard of shards) {
    store.set(shard, list.shard(shard));
    list.saved(list.shard(shard));
  }
  return shards.length;
}

function listOf(count: number, store = new Map<number, Shard>()): { list: RunList; store: Map<number, Shard> } {
  const list = new RunList('shop');
  for (let number = 1; number <= count; number += 1) {
    list.put(record(number));
    save(list, store);
  }
  return { list, store };
}

test('the last 50 runs are held, newest first', () => {
  const ids = listOf(120)
    .list.summaries()
    .map(({ id }) => id);
  assert.deepEqual(
    ids,
    Array.from({ length: 50 }, (_, index) => idOf(120 - index)),
  );
});

test('five shards of ten hold the last 50, and each new run costs one write', () => {
  const { list, store } = listOf(50);
  for (let number = 51; number <= 120; number += 1) {
    list.put(record(number));
    assert.equal(save(list, store), 1, `run ${number}`);
    assert.ok([...store.values()].every(({ size }) => size <= 10));
  }
  const kept = [...store.values()].flatMap((shard) => [...shard.keys()]).toSorted();
  assert.deepEqual(
    kept,
    Array.from({ length: 50 }, (_, index) => idOf(71 + index)),
  );
});

test('a list that reads what another saved goes on with it', () => {
  const { store } = listOf(70);
  const list = new RunList('shop');
  list.load([0, 1, 2, 3, 4].map((shard) => store.get(shard) ?? new Map()));
  list.put(record(71));
  assert.deepEqual([list.size, save(list, store), list.newest?.id], [50, 1, idOf(71)]);
});

test('what was not saved outlives a reading, and is saved afterwards', () => {
  const list = new RunList('shop');
  list.put(record(9));
  list.load([shardOf(record(1), record(2))]);
  assert.deepEqual(
    list.summaries().map(({ id }) => id),
    [idOf(9), idOf(2), idOf(1)],
  );
  assert.deepEqual(list.unsaved(), [0]);
});

test('an earlier run that an unsaved record stands for is not taken from the store', () => {
  const list = new RunList('shop');
  list.put(runRecord({ id: runAt(40), repeated: { times: 2, since: '2026-11-21T13:20:00.000Z' } }));
  list.load([shardOf(runRecord({ id: runAt(20) }), runRecord({ id: runAt(10) }))]);
  assert.deepEqual(
    list.summaries().map((one) => one.id),
    [runAt(40), runAt(10)],
  );
});

test('a run that began before the clock was set back is not newer than the one after it', () => {
  const { list } = listOf(50);
  list.put(record(0));
  assert.deepEqual([list.newest?.id, list.size], [idOf(0), 50]);
});

test('what was saved and is gone from the store is gone', () => {
  const { list, store } = listOf(12);
  list.load([store.get(1) ?? new Map()]);
  assert.deepEqual(
    list.summaries().map(({ id }) => id),
    [idOf(12), idOf(11)],
  );
});

test('what changes while it is being saved is unsaved still', () => {
  const list = new RunList('shop');
  list.put(record(1));
  list.unsaved();
  const written = list.shard(0);
  list.put(record(1, { requests: 99 }));
  list.saved(written);
  assert.deepEqual([list.unsaved(), list.get(idOf(1))?.requests], [[0], 99]);
});

const strange: [string, Shard][] = [
  ['of another environment', shardOf(record(1, { environment: 'other' }))],
  ['under the name of another run', new Map([[idOf(2), encodeRecord(record(1))]])],
  ['that cannot be read', new Map([[idOf(1), Buffer.from('x')]])],
];
for (const [what, shard] of strange) {
  test(`a record ${what} is left out`, () => {
    const list = new RunList('shop');
    list.load([shard, shardOf(record(7))]);
    assert.deepEqual(
      list.summaries().map(({ id }) => id),
      [idOf(7)],
    );
  });
}

test('a record that was deleted from the store does not come back by what was added to it since', () => {
  const { list } = listOf(2);
  list.put(record(2, { requests: 99 }));
  list.load([shardOf(record(1))]);
  assert.deepEqual(
    list.summaries().map(({ id }) => id),
    [idOf(1)],
  );
});

test('a record that changed while it was first saved is known to be in the store', () => {
  const list = new RunList('shop');
  list.put(record(1));
  list.unsaved();
  const written = list.shard(0);
  list.put(record(1, { requests: 99 }));
  list.saved(written);
  list.load([]);
  assert.equal(list.size, 0);
});

test('a record that lies in two shards is taken once', () => {
  const list = new RunList('shop');
  list.load([shardOf(record(1)), shardOf(record(1))]);
  assert.equal(list.size, 1);
});

test('what somebody put too much into one shard moves to others', () => {
  const list = new RunList('shop');
  list.load([shardOf(...Array.from({ length: 30 }, (_, index) => record(index)))]);
  const store = new Map<number, Shard>([[0, new Map()]]);
  save(list, store);
  assert.equal(list.size, 30);
  assert.ok([0, 1, 2, 3, 4].every((shard) => list.shard(shard).size <= 10));
});

test('a record answers for the earlier runs that it stands for, and for no others', () => {
  const list = new RunList('shop');
  list.put(runRecord({ id: runAt(10) }));
  list.put(runRecord({ id: runAt(40), repeated: { times: 3, since: '2026-11-21T13:20:00.000Z' } }));
  const found = [runAt(40), runAt(30), runAt(20), runAt(15), runAt(10), runAt(50)].map((one) => list.get(one)?.id);
  assert.deepEqual(found, [runAt(40), runAt(40), runAt(40), undefined, runAt(10), undefined]);
});
