import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectParameters, runParameters } from './parameters.ts';
import { readQuery } from './readQuery.ts';

const good: [what: string, query: Record<string, unknown>, read: object][] = [
  ['nothing', {}, {}],
  ['one word', { health: 'failed' }, { health: ['failed'] }],
  ['words with commas', { health: 'failed,missing' }, { health: ['failed', 'missing'] }],
  [
    'a word that is given twice, as a form does',
    { health: ['failed', 'missing', 'failed'] },
    { health: ['failed', 'missing'] },
  ],
  ['empty values', { health: '', q: '', page: '', kind: ['', ''] }, {}],
  ['a text', { q: 'Web ' }, { q: 'Web ' }],
  ['numbers', { page: '2', limit: '500' }, { page: 2, limit: 500 }],
];
for (const [what, query, read] of good) {
  test(`${what} can be asked`, () => {
    assert.deepEqual(readQuery('list objects', objectParameters, query), { kind: 'query', query: read });
  });
}

const bad: [query: Record<string, unknown>, message: string][] = [
  [{ limit: '0' }, 'limit must be a whole number from 1 to 500, found "0"'],
  [{ limit: '501' }, 'limit must be a whole number from 1 to 500, found "501"'],
  [{ limit: '1e2' }, 'limit must be a whole number from 1 to 500, found "1e2"'],
  [{ page: ['1', '2'] }, 'page must be given once, found "1,2"'],
  [{ health: 'fine' }, 'health must be of failed, missing, terminating, progressing, unknown, current, found "fine"'],
  [{ health: ',' }, 'health must be of failed, missing, terminating, progressing, unknown, current, found ","'],
  [{ q: 'x'.repeat(254) }, `q must be a text of at most 253 characters, found "${'x'.repeat(60)}"`],
  [{ healt: 'failed' }, 'a parameter is one of health, outcome, kind, namespace, q, page, limit, found "healt"'],
  [{ constructor: '1' }, 'a parameter is one of health, outcome, kind, namespace, q, page, limit, found "constructor"'],
];
for (const [query, message] of bad) {
  test(`${JSON.stringify(query).slice(0, 40)} is refused`, () => {
    const expected = { kind: 'invalid', message: `Cannot list objects: ${message}` };
    assert.deepEqual(readQuery('list objects', objectParameters, query), expected);
  });
}

test('a time is read with its zone', () => {
  const read = readQuery('list runs', runParameters, { since: '2026-11-21T14:42:05.5+01:00' });
  assert.deepEqual(read, { kind: 'query', query: { since: Date.UTC(2026, 10, 21, 13, 42, 5, 500) } });
});

for (const since of ['yesterday', '2026-11-21', '2026-11-21T13:42:05', '2026-13-41T13:42:05Z', '1795000000']) {
  test(`the time ${since} is refused`, () => {
    const message = `Cannot list runs: since must be a time such as 2026-11-21T13:42:05Z, found "${since}"`;
    assert.deepEqual(readQuery('list runs', runParameters, { since }), { kind: 'invalid', message });
  });
}

test('where nothing can be asked, whatever is asked is refused', () => {
  const message = 'Cannot list environments: there is no query parameter, found "_"';
  assert.deepEqual(readQuery('list environments', {}, { _: '1' }), { kind: 'invalid', message });
});
