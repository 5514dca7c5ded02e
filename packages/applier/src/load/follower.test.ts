import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Follower } from './follower.ts';
import { TrackedMap } from './trackedMap.ts';

function numbered(count: number): TrackedMap<string, number> {
  const map = new TrackedMap<string, number>();
  for (let index = 0; index < count; index += 1) map.set(`key ${index}`, index);
  return map;
}

test('a reader is told what was written and deleted since its last look, each key once', () => {
  const map = numbered(3);
  const follower = new Follower<string>();
  follower.look(map);
  map.set('key 1', 7);
  map.set('key 1', 8);
  map.delete('key 2');
  assert.deepEqual([...(follower.look(map) ?? [])], ['key 1', 'key 2']);
  assert.deepEqual([...(follower.look(map) ?? ['?'])], []);
});

test('two readers of one map do not take from each other', () => {
  const map = numbered(3);
  const followers = [new Follower<string>(), new Follower<string>()];
  for (const follower of followers) follower.look(map);
  map.set('new', 1);
  assert.deepEqual(
    followers.map((follower) => [...(follower.look(map) ?? [])]),
    [['new'], ['new']],
  );
});

test('at the first look, in another map, and in a map that remembers nothing, all may be other', () => {
  const follower = new Follower<string>();
  assert.equal(follower.look(numbered(1)), undefined);
  assert.equal(follower.look(numbered(1)), undefined);
  const plain = new Map([['a', 1]]);
  assert.deepEqual([follower.look(plain), follower.look(plain)], [undefined, undefined]);
});

test('after more writes than are remembered, and after all was removed, all may be other', () => {
  const map = numbered(1);
  const follower = new Follower<string>();
  follower.look(map);
  for (let write = 0; write < 9000; write += 1) map.set('key 0', write);
  assert.equal(follower.look(map), undefined);
  map.set('key 1', 1);
  assert.deepEqual([...(follower.look(map) ?? [])], ['key 1']);
  map.clear();
  assert.equal(follower.look(map), undefined);
});

test('as long as it remembers, no write is lost at the edge of what is remembered', () => {
  for (const before of [8190, 8191, 8192, 8193]) {
    const map = numbered(before);
    const follower = new Follower<string>();
    follower.look(map);
    map.set('a', 1);
    map.set('b', 1);
    const told = follower.look(map);
    assert.ok(told === undefined || (told.size === 2 && told.has('a') && told.has('b')), `${before}`);
  }
});
