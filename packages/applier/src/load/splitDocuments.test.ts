import assert from 'node:assert/strict';
import test from 'node:test';
import { splitDocuments } from './splitDocuments.ts';

const places = (text: string) =>
  [...splitDocuments(text)].map(({ document, line, text: piece }) => [document, line, piece]);

test('documents are cut at lines ---, with or without a comment', () => {
  assert.deepEqual(places('a: 1\n---\nb: 2\n--- # next\nc: 3\n'), [
    [1, 1, 'a: 1\n'],
    [2, 3, 'b: 2\n'],
    [3, 5, 'c: 3\n'],
  ]);
});

test('blank and comment-only documents are not counted', () => {
  assert.deepEqual(places('# licence\n---\n\n---\n# text\na: 1\n---\n'), [[1, 6, 'a: 1\n']]);
});

test('CRLF and a byte order mark before any document are no content', () => {
  assert.deepEqual(places('\ufeffa: 1\r\n---\r\n\ufeffb: 2\r\n'), [
    [1, 1, 'a: 1\r\n'],
    [2, 3, 'b: 2\r\n'],
  ]);
});

test('a line that only starts with --- refuses its document and no other', () => {
  const refusals = [...splitDocuments('a: 1\n--- b\nc: 2\n---\nd: 3\n')].map(({ refusal }) => refusal?.code);
  assert.deepEqual(refusals, ['yaml-syntax', undefined]);
});

test('--- inside of an indented block does not cut', () => {
  assert.deepEqual(places('a: |\n  ---\n  b\n'), [[1, 1, 'a: |\n  ---\n  b\n']]);
});

test('concatenated JSON is cut after each value, whatever its strings hold', () => {
  assert.deepEqual(places('{"a": "}{\\""}\n\n{"b": [1]}{"c": {}}'), [
    [1, 1, '{"a": "}{\\""}'],
    [2, 3, '{"b": [1]}'],
    [3, 3, '{"c": {}}'],
  ]);
});

test('what follows JSON and is none is one document', () => {
  assert.deepEqual(places('{}\n---\n{}'), [
    [1, 1, '{}'],
    [2, 2, '---\n{}'],
  ]);
});

test('an empty file has no documents', () => assert.deepEqual(places(''), []));
