import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironments } from './parseEnvironments.ts';

const one = { name: 'staging', state: 'applied' };

function refused(answer: unknown, message: string): void {
  assert.throws(() => parseEnvironments(answer), { name: 'TypeError', message });
}

test('every fact is taken over under its name, and what sync does not know is passed over', () => {
  const facts = {
    ...one,
    published: { commit: 'c1', tree: 't1' },
    applied: { commit: 'c2', tree: 't2', at: '2026-01-01T00:00:00.000Z' },
    healthy: { commit: 'c3', tree: 't3', at: '2026-01-01T00:00:00.000Z' },
    run: 'r1',
    errors: [{ code: 'invalid', message: 'Cannot', id: 'Pod/a/b', file: 'a.yaml', line: 3 }],
  };
  const more = { ...facts, counts: {}, published: { ...facts.published, subject: 'Change' } };
  assert.deepEqual(parseEnvironments({ environments: [more] }), [facts]);
});

test('an environment that nothing ran in has no errors and no absent facts', () => {
  assert.deepEqual(parseEnvironments({ environments: [one] }), [{ ...one, errors: [] }]);
});

test('what is not an object with a list is refused', () => {
  refused(null, 'the answer must be an object, found null');
  refused([], 'the answer must be an object, found a list');
  refused({}, 'environments must be a list, found nothing');
});

test('a fact of the wrong type is refused by its place', () => {
  const cases: [object, string][] = [
    [{ name: 1 }, 'environments[0].name must be a text, found number'],
    [{ state: undefined }, 'environments[0].state must be a text, found nothing'],
    [{ published: 'c' }, 'environments[0].published must be an object, found string'],
    [{ published: { commit: null } }, 'environments[0].published.commit must be a text, found null'],
    [{ applied: { commit: 'c' } }, 'environments[0].applied.at must be a text, found nothing'],
    [{ healthy: { commit: 'c', at: '', tree: 1 } }, 'environments[0].healthy.tree must be a text, found number'],
    [{ run: [] }, 'environments[0].run must be a text, found a list'],
    [{ errors: {} }, 'environments[0].errors must be a list, found object'],
    [{ errors: [{ code: 'a' }] }, 'environments[0].errors[0].message must be a text, found nothing'],
    [
      { errors: [{ code: 'a', message: '', line: '3' }] },
      'environments[0].errors[0].line must be a number, found string',
    ],
  ];
  for (const [wrong, message] of cases) refused({ environments: [{ ...one, ...wrong }] }, message);
});

test('a key like __proto__ is a key like any other', () => {
  const answer: unknown = JSON.parse('{"environments": [{"name": "a", "state": "b", "__proto__": {"run": "r"}}]}');
  assert.deepEqual(parseEnvironments(answer), [{ name: 'a', state: 'b', errors: [] }]);
});
