import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStatus } from './parseStatus.ts';

const at = '2026-11-21T12:03:05.000Z';
const error = { why: 'Cannot read it', todo: 'mend it', since: at, tries: 3 };

function parsed(...environments: unknown[]): unknown[] {
  return [...parseStatus({ environments }).values()];
}

test('what is known of an environment is read, and what a newer sync adds is passed over', () => {
  const known = { name: 'shop', state: 'stalled', readAt: at, error };
  assert.deepEqual(parsed({ ...known, commit: '1', note: 'n', more: [] }), [known]);
});

test('an environment of which sync knows nothing yet has no absent facts', () => {
  assert.deepEqual(parsed({ name: 'shop', state: 'waiting' }), [{ name: 'shop', state: 'waiting' }]);
});

test('an older sync, which does not count, is read', () => {
  const older = { name: 'shop', state: 'failed', error: { why: 'w' } };
  assert.deepEqual(parsed(older), [older]);
});

test('a name like __proto__ is a name like any other', () => {
  const hostile: unknown = JSON.parse('{"environments":[{"name":"__proto__","state":"failed"}]}');
  assert.deepEqual([...parseStatus(hostile).keys()], ['__proto__']);
});

const wrong: [string, unknown, RegExp][] = [
  ['an answer that is no object', [], /^the answer must be an object, found a list$/],
  ['an answer without environments', {}, /^environments must be a list, found nothing$/],
  ['an environment that is none', { environments: [null] }, /^environments\[0\] must be an object, found null$/],
  ['a state that is no text', { environments: [{ name: 'a', state: 1 }] }, /^environments\[0\]\.state must be a text/],
  [
    'an error that is a text',
    environment({ error: 'no' }),
    /^environments\[0\]\.error must be an object, found string$/,
  ],
  ['an error without a reason', environment({ error: {} }), /\.error\.why must be a text, found nothing$/],
  ['a time that is none', environment({ readAt: 'soon' }), /\.readAt must be a time, found string$/],
  [
    'tries that cannot be',
    environment({ error: { ...error, tries: -1 } }),
    /\.error\.tries must be a count, found number$/,
  ],
];
for (const [name, answer, message] of wrong) {
  test(`${name} is refused by its place`, () =>
    assert.throws(() => parseStatus(answer), { name: 'TypeError', message }));
}

function environment(facts: object): unknown {
  return { environments: [{ name: 'a', state: 'failed', ...facts }] };
}
