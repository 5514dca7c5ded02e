import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../load/manifest.ts';
import { diffObjects } from './diffObjects.ts';

const cases: [string, JsonObject, JsonObject, ReturnType<typeof diffObjects>][] = [
  ['equal objects do not differ', { a: { b: [1, 'x', null] } }, { a: { b: [1, 'x', null] } }, []],
  ['a changed value has both', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: 'a.b', before: 1, after: 2 }]],
  ['a new field has no before', {}, { a: { b: 1 } }, [{ path: 'a', after: { b: 1 } }]],
  ['a field that goes away has no after', { a: 1 }, {}, [{ path: 'a', before: 1 }]],
  ['null is a value', { a: null }, { a: 1 }, [{ path: 'a', before: null, after: 1 }]],
  ['another type is a change', { a: { b: 1 } }, { a: [1] }, [{ path: 'a', before: { b: 1 }, after: [1] }]],
  [
    'a list of named objects is compared by name, whatever the order',
    {
      c: [
        { name: 'x', v: 1 },
        { name: 'y', v: 1 },
      ],
    },
    {
      c: [
        { name: 'y', v: 2 },
        { name: 'x', v: 1 },
      ],
    },
    [{ path: 'c[name=y].v', before: 1, after: 2 }],
  ],
  [
    'a named object that is new or gone is shown whole',
    { c: [{ name: 'x' }] },
    { c: [{ name: 'y' }] },
    [
      { path: 'c[name=y]', after: { name: 'y' } },
      { path: 'c[name=x]', before: { name: 'x' } },
    ],
  ],
  [
    'a list with a name twice is compared by position',
    {
      c: [
        { name: 'x', v: 1 },
        { name: 'x', v: 2 },
      ],
    },
    {
      c: [
        { name: 'x', v: 1 },
        { name: 'x', v: 3 },
      ],
    },
    [{ path: 'c[1].v', before: 2, after: 3 }],
  ],
  [
    'any other list is compared by position',
    { c: ['a', 'b'] },
    { c: ['a', 'c', 'd'] },
    [
      { path: 'c[1]', before: 'b', after: 'c' },
      { path: 'c[2]', after: 'd' },
    ],
  ],
  [
    'a key that is no word is quoted',
    { m: { 'a.b/c': 1 } },
    { m: { 'a.b/c': 2 } },
    [{ path: 'm["a.b/c"]', before: 1, after: 2 }],
  ],
];
for (const [name, before, after, expected] of cases) {
  test(name, () => assert.deepEqual(diffObjects(before, after), expected));
}

test('keys of Object.prototype are keys like any other', () => {
  const after: JsonObject = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
  assert.deepEqual(
    diffObjects({}, after).map(({ path }) => path),
    ['__proto__', 'constructor'],
  );
});
