import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderDocument } from './html.ts';
import { portion, rest, startOf } from './portion.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

test('a list that fits is shown from its first item to its last, without links', () => {
  const shown = portion(letters, { most: 5, bytes: 1000 });
  assert.deepEqual([shown, rest(shown, '/x', 'from')], [{ items: letters, from: 1, total: 5 }, null]);
});

test('a list goes on where the page before ended', () => {
  assert.deepEqual(portion(letters, { from: 3, most: 2, bytes: 1000 }).items, ['c', 'd']);
});

test('an item that is larger than the room is shown alone', () => {
  assert.deepEqual(portion(['x'.repeat(500), 'b'], { most: 5, bytes: 10 }).items.length, 1);
});

test('what is escaped counts as long as it is on the page', () => {
  const items = Array.from({ length: 10 }, () => '<'.repeat(10));
  assert.equal(portion(items, { most: 10, bytes: 200 }).items.length, 2);
});

test('a start beyond the end is the first page', () =>
  assert.equal(portion(letters, { from: 9, most: 2, bytes: 99 }).from, 1));

test('the links lead to the first item and to the next', () => {
  const shown = portion(letters, { from: 2, most: 2, bytes: 1000 });
  const links = rest(shown, '/x', 'errors');
  assert.ok(links);
  assert.match(renderDocument(links), /2 to 3 of 5.*href="\/x\?errors=1#errors".*href="\/x\?errors=4#errors"/);
});

for (const value of ['0', '-1', '1.5', 'x', '', '9'.repeat(20), undefined, ['2']]) {
  test(`${JSON.stringify(value)?.slice(0, 12)} is no start`, () => assert.equal(startOf(value), 1));
}
