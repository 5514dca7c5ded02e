import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manyObjectRows, objectPage, objectRow } from '../../objects/fixtures/objectRows.ts';
import type { ObjectQuery, ObjectRow } from '../../objects/objectRow.ts';
import { at } from '../fixtures/events.ts';
import { textOf, viewOf } from '../fixtures/pages.ts';
import { inState } from '../fixtures/states.ts';
import { PageWorld } from './fixtures/pageWorld.ts';
import { noObjects } from '../noObjects.ts';
import { objectsPage } from './objectsPage.ts';
import { readObjectQuery } from './readObjectQuery.ts';

const status = inState('shop', 'healthy');

function rowText(facts: Partial<ObjectRow>): string {
  return textOf(objectsPage({ status, found: objectPage([objectRow(facts)]), query: {} }, viewOf()));
}

test('an object has its health, name, file and line, and what became of it last', () => {
  assert.match(rowText({ line: 12 }), /current Deployment\.apps\/shop\/ web shop\/web\.yaml:12 unchanged/);
});

const reasons: [string, Partial<ObjectRow>, RegExp][] = [
  ['is not current', { health: 'failed', message: '0 of 3 replicas are ready' }, /failed .* 0 of 3 replicas are ready/],
  ['has an error', { error: { code: 'forbidden', message: 'Cannot patch it' } }, /Cannot patch it/],
  [
    'somebody changed',
    { drift: { manager: 'hpa', fields: ['.spec.replicas'], corrected: true } },
    /hpa took \.spec\.replicas: corrected/,
  ],
  [
    'somebody deleted',
    { drift: { manager: 'kubectl', fields: [], corrected: false } },
    /kubectl deleted it: not corrected/,
  ],
  [
    'does not go away',
    { health: 'terminating', deletingSince: at(0) },
    /terminating .* deleted 3 min ago ?, still there/,
  ],
  ['waits for a person', { held: true, outcome: 'unchanged' }, /shop\/web\.yaml:1 held/],
];
for (const [name, facts, text] of reasons) {
  test(`an object that ${name} says why`, () => assert.match(rowText(facts), text));
}

test('an object that is no longer in git has no file', () => {
  const { file: _, ...row } = objectRow();
  const page = objectsPage({ status, found: objectPage([row]), query: {} }, viewOf());
  assert.match(textOf(page), /shop\/ web not in git/);
});

test('the filter shows what is asked for and leads back to all', () => {
  const query: ObjectQuery = { q: '"><b>', kind: 'Service', health: ['failed'] };
  const page = objectsPage({ status, found: objectPage(manyObjectRows(20)), query }, viewOf());
  assert.match(page, /name="q" value="&quot;>&lt;b>"/);
  assert.match(page, /<option selected>Service<\/option>/);
  assert.match(page, /<option selected>failed<\/option>/);
  assert.match(page, />Show all</);
});

test('the pages of the table keep the filter', () => {
  const found = { ...objectPage(manyObjectRows(50)), matched: 130, page: 2, pages: 3 };
  const page = objectsPage({ status, found, query: { q: 'a b', health: ['failed'], page: 2 } }, viewOf());
  const links = [...page.matchAll(/<a href="([^"]+)">(first|previous|next|last)</g)].map(([, path, name]) => [
    name,
    path,
  ]);
  assert.deepEqual(links, [
    ['first', '/environments/shop/objects?health=failed&amp;q=a+b'],
    ['previous', '/environments/shop/objects?health=failed&amp;q=a+b'],
    ['next', '/environments/shop/objects?health=failed&amp;q=a+b&amp;page=3'],
    ['last', '/environments/shop/objects?health=failed&amp;q=a+b&amp;page=3'],
  ]);
});

test('an empty answer says whether nothing is known or nothing fits', () => {
  const none = textOf(objectsPage({ status, found: noObjects, query: {} }, viewOf()));
  const other = textOf(objectsPage({ status, found: { ...noObjects, total: 3 }, query: { q: 'x' } }, viewOf()));
  assert.deepEqual([/No object is known yet/.test(none), /No object is like this/.test(other)], [true, true]);
});

for (const [why, facts] of [
  ['suspended', { suspended: true }],
  ['quarantined', { errors: [{ code: 'quarantined', message: 'Cannot apply it' }] }],
] as const) {
  test(`an environment that is ${why} since the start says why its table is empty`, () => {
    const rests = { ...status, ...facts, errors: 'errors' in facts ? [...facts.errors] : [] };
    const text = textOf(objectsPage({ status: rests, found: noObjects, query: {} }, viewOf()));
    assert.match(
      text,
      new RegExp(`nothing has been read since the applier started, because the environment is ${why}`),
    );
  });
}

test('an environment that has looked at nothing yet has a page of no objects', async () => {
  await using world = new PageWorld();
  const { statusCode, body } = await world.get('/environments/shop/objects');
  assert.deepEqual([statusCode, /No object is known yet/.test(body)], [200, true]);
});

test('the address is read as a query, and what means nothing is left out', () => {
  const query = {
    health: ['failed', 'x'],
    outcome: 'created',
    kind: ' ',
    q: ' web ',
    page: '-1',
    limit: '9999',
    __proto__: 'a',
  };
  assert.deepEqual(readObjectQuery(query), { health: ['failed'], outcome: ['created'], q: 'web', page: 1, limit: 50 });
});
