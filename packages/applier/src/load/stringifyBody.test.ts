import assert from 'node:assert/strict';
import test from 'node:test';
import { stringifyBody } from './stringifyBody.ts';

test('keys stay in the order of the source', () =>
  assert.equal(stringifyBody({ b: 1, a: [true, null] }), '{"b":1,"a":[true,null]}'));
test('integers of 64 bits are written exactly', () =>
  assert.equal(stringifyBody({ a: 9223372036854775807n }), '{"a":9223372036854775807}'));
test('what a YAML reader would alter is escaped, in keys too', () => {
  assert.equal(stringifyBody({ '\u007f': '\u0085\u009f\ufffe\uffff' }), '{"\\u007f":"\\u0085\\u009f\\ufffe\\uffff"}');
});
test('line and paragraph separators are escaped: a YAML reader takes them for line breaks and drops the blanks around', () => {
  assert.equal(stringifyBody({ 'a \u2028': ' \u2029 \ufeff' }), '{"a \\u2028":" \\u2029 \\ufeff"}');
});
test('other characters stand as they are', () => {
  const text = '\u00a0\u2027😀/é';
  assert.equal(stringifyBody({ a: text }), `{"a":"${text}"}`);
});
test('every character of the plane is the same after JSON.parse', () => {
  const text = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code)).join('');
  assert.deepEqual(JSON.parse(stringifyBody({ [text]: text })), { [text]: text });
});
test('-0 and large floats are JSON', () =>
  assert.equal(stringifyBody({ a: [-0, 1e21, 1.5e-7] }), '{"a":[0,1e+21,1.5e-7]}'));
