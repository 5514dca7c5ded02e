import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { seededRandom } from '../../../../test/support/seededRandom.ts';
import { randomJson } from './fixtures/randomJson.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { DocumentRead } from './documentRead.ts';
import type { Json } from './manifest.ts';
import { readByEvents } from './readByEvents.ts';
import { readDocument } from './readDocument.ts';
import { readPlainJson } from './readPlainJson.ts';

const manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', labels: { 'a.example.com/b': '1' }, annotations: {} },
  data: { path: 'C:\\dir "x"', text: 'two\nlines', ü: 'ß', numbers: [1, -2, 0.5, true, null, []] },
};

describe('a manifest in which nothing asks for a closer look', () => {
  for (const space of [0, 2]) {
    const text = JSON.stringify(manifest, undefined, space);
    test(`is read, with an indentation of ${space}`, () => assert.deepEqual(readPlainJson(text), manifest));
  }
});

describe('a closer look is for', () => {
  for (const [what, text] of Object.entries({
    'a key that stands twice': '{"a": 1, "b": {"c": 1, "c": 1}}',
    'a key that stands twice, once with an escape': '{"a": 1, "\\u0061": 1}',
    'a key that stands twice, with a space before its colon': '{"a" : 1, "a"\t: 2}',
    'an integer that a number cannot hold': '{"a": 9007199254740993}',
    '-0': '{"a": -0}',
    'a number that is not finite': '{"a": 1e400}',
    'a key of prototypes': '{"__proto__": {"a": 1}}',
    'half a character': '{"a": "\\ud83d"}',
    'a mapping as deep as the limit': `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`,
    'a list as deep as the limit': `{"a":${'['.repeat(100)}${']'.repeat(100)}}`,
    'a text that may hold too many nodes': `{"a": "${'x'.repeat(1024 * 1024)}"}`,
    'what is no JSON': '{"a": 1,}',
    'what looks like a key inside of a string': '{"a": "\\": "}',
  })) {
    test(what, () => assert.equal(readPlainJson(text), undefined));
  }
});

test('4,000 random documents are read, refused and placed as by the reader that knows places', () => {
  const random = seededRandom(20261122);
  let plain = 0;
  for (let count = 0; count < 4_000; count += 1) {
    const text = randomJson(random);
    const document = { text, line: 3, document: 1, syntax: 'json' as const };
    if (readPlainJson(text) !== undefined) plain += 1;
    assert.deepEqual(described(readDocument(document)), described(readByEvents(document)), JSON.stringify(text));
  }
  assert.ok(plain > 1600 && plain < 3200, `${plain} of them are plain`);
});

test('characters that YAML readers alter are read as they are', () =>
  assert.deepEqual(readPlainJson('{"\u007f": "\u0085\u2028\ufeff\uffff"}'), { '\u007f': '\u0085\u2028\ufeff\uffff' }));

test('a key and its colon on two lines are read as kubectl reads them', () =>
  assert.deepEqual(readPlainJson('{"a"\n:\n1}'), { a: 1 }));

/** The value and the line of each mapping and key, or what is wrong. */
function described(read: DocumentRead): unknown {
  return read.kind === 'refused' ? read : { value: read.value, lines: linesOf(read.value, read.lineOf) };
}

function linesOf(value: Json, lineOf: (DocumentRead & { kind: 'value' })['lineOf']): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => linesOf(item, lineOf));
  if (!isJsonObject(value)) return [];
  const own = Object.entries(value).map(([key, item]) => [key, lineOf(value, key), ...linesOf(item, lineOf)]);
  return [lineOf(value), ...own];
}
