import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Json } from './manifest.ts';
import { readDocument } from './readDocument.ts';

const read = (text: string, syntax: 'yaml' | 'json' = 'yaml') => readDocument({ text, line: 10, document: 1, syntax });

function valueOf(text: string, syntax: 'yaml' | 'json' = 'yaml'): Json {
  const document = read(text, syntax);
  assert.equal(document.kind, 'value', document.kind === 'refused' ? document.rule : '');
  return document.kind === 'value' ? document.value : null;
}

function refusalOf(text: string, syntax: 'yaml' | 'json' = 'yaml'): string {
  const document = read(text, syntax);
  return document.kind === 'refused' ? `${document.code} ${document.line}` : 'read';
}

describe('merges, as kubectl has them', () => {
  const base = 'x: &x {a: 2, b: 3}\nw: ';
  test('a key after << wins', () =>
    assert.deepEqual(valueOf(`${base}{<<: *x, a: 1}`), { x: { a: 2, b: 3 }, w: { a: 1, b: 3 } }));
  test('<< wins over a key before it', () =>
    assert.deepEqual(valueOf(`${base}{a: 1, <<: *x}`), { x: { a: 2, b: 3 }, w: { a: 2, b: 3 } }));
  test('the first of several mappings wins', () =>
    assert.deepEqual(valueOf('{<<: [{a: 1}, {a: 2, b: 3}]}'), { a: 1, b: 3 }));
  test('"<<" in quotes is a key', () => assert.deepEqual(valueOf('{"<<": {a: 1}}'), { '<<': { a: 1 } }));
  test('<< of a scalar is refused', () => assert.equal(refusalOf('a: 1\n<<: 2'), 'yaml-syntax 11'));
  test('a key twice is refused also when a merge brought it too', () =>
    assert.equal(refusalOf(`${base}{<<: *x, a: 1, a: 2}`), 'duplicate-key 11'));
  test('the merged mapping stays as it was', () =>
    assert.deepEqual(valueOf(`${base}{<<: *x, a: {c: 1}}\nz: *x`), {
      x: { a: 2, b: 3 },
      w: { a: { c: 1 }, b: 3 },
      z: { a: 2, b: 3 },
    }));
});
const levels = (count: number, inner: string) => '['.repeat(count) + inner + ']'.repeat(count);

describe('aliases', () => {
  test('an anchor inside of another of its name replaces it', () =>
    assert.deepEqual(valueOf('a: &a {b: &a 1}\nc: *a'), { a: { b: 1 }, c: 1 }));
  test('an anchor above is needed', () => assert.equal(refusalOf('a: *b\nb: &b 1'), 'yaml-syntax 10'));
  test('levels behind an alias count', () => {
    assert.equal(refusalOf(`a: &a ${levels(60, '')}\nb: ${levels(30, '*a')}`), 'read');
    assert.equal(refusalOf(`a: &a ${levels(60, '')}\nb: ${levels(60, '*a')}`), 'too-deep 11');
  });
  test('a bomb of 430 bytes is refused before it is expanded', () => {
    const lines = Array.from(
      { length: 9 },
      (_, level) =>
        `${'bcdefghij'[level]}: &${'bcdefghij'[level]} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[level]}`).join(',')}]`,
    );
    assert.equal(refusalOf(`a: &a [x,x,x,x,x,x,x,x,x]\n${lines.join('\n')}`).split(' ')[0], 'alias-bomb');
  });
  test('a long text in many places is refused', () => {
    assert.equal(refusalOf(`a: &a "${'x'.repeat(100_000)}"\nb: [${'*a,'.repeat(100)}]`), 'alias-bomb 11');
  });
  test('a bomb of merges is refused', () => {
    const lines = Array.from(
      { length: 8 },
      (_, level) => `m${level + 1}: &m${level + 1} {<<: [${Array.from({ length: 20 }, () => `*m${level}`).join(',')}]}`,
    );
    assert.equal(
      refusalOf(
        `m0: &m0 {${Array.from({ length: 50 }, (_, key) => `k${key}: v`).join(', ')}}\n${lines.join('\n')}`,
      ).split(' ')[0],
      'alias-bomb',
    );
  });
});

describe('keys', () => {
  test('integers and booleans become text', () =>
    assert.deepEqual(valueOf('0x10: a\nyes: b\n-1: c'), { '16': 'a', true: 'b', '-1': 'c' }));
  test('1 and "1" are the same key', () => assert.equal(refusalOf('1: a\n"1": b'), 'duplicate-key 11'));
  test('a short fraction is written as kubectl writes it', () => assert.deepEqual(valueOf('8.10: a'), { '8.1': 'a' }));
  test('a long fraction is refused', () => assert.equal(refusalOf('1.123456789: a'), 'invalid-key 10'));
  test('a mapping as a key is refused', () => assert.equal(refusalOf('a: b\n? {c: d}\n: e'), 'invalid-key 11'));
  test('{a:} is refused, because kubectl makes "a:" of it', () => assert.equal(refusalOf('a: {b:}'), 'yaml-syntax 10'));
  test('constructor and toString are keys like others', () => {
    const value = valueOf('constructor: {prototype: {x: 1}}\ntoString: 2\nhasOwnProperty: 3');
    assert.deepEqual(value, { constructor: { prototype: { x: 1 } }, toString: 2, hasOwnProperty: 3 });
  });
  for (const text of [
    '__proto__: {polluted: 1}',
    '{"__proto__": {polluted: 1}}',
    'a: {b: [{__proto__: {polluted: 1}}]}',
    'x: &x __proto__\n*x : {polluted: 1}',
  ]) {
    test(`${JSON.stringify(text)} is refused and pollutes nothing`, () => {
      assert.equal(refusalOf(text, text.startsWith('{') ? 'json' : 'yaml').split(' ')[0], 'reserved-key');
      assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    });
  }
});

describe('characters', () => {
  const kept = {
    emoji: '😀',
    combining: 'e\u0301',
    'no-break space': 'a\u00a0b',
    'zero width': '\u200b',
    'byte order mark': 'a\ufeffb',
    private: '\ue000',
    astral: '\u{10ffff}',
    replacement: '\ufffd',
  };
  for (const [name, text] of Object.entries(kept)) {
    test(`${name} is read as it is, as key and as value`, () =>
      assert.deepEqual(valueOf(`"${text}": "${text}"`), { [text]: text }));
  }
  for (const code of [0x00, 0x01, 0x0b, 0x1b, 0x7f, 0x80, 0x85, 0x9f, 0x2028, 0x2029, 0xfffe, 0xffff]) {
    const escape = `\\u${code.toString(16).padStart(4, '0')}`;
    test(`${escape} is refused as it is`, () =>
      assert.equal(refusalOf(`a: b\nc: "x${String.fromCharCode(code)}"`), 'control-character 11'));
    test(`${escape} is read as an escape`, () =>
      assert.deepEqual(valueOf(`a: "x${escape}"`), { a: `x${String.fromCharCode(code)}` }));
  }
  test('JSON may hold what YAML may not', () =>
    assert.deepEqual(valueOf('{"a": "\u007f\u0085\u2028\\/"}', 'json'), { a: '\u007f\u0085\u2028/' }));
  test('a surrogate pair of escapes is one character', () =>
    assert.deepEqual(valueOf('{"a": "\\ud83d\\ude00"}', 'json'), { a: '😀' }));
  test('half a pair is refused in a key too', () =>
    assert.equal(refusalOf('{"a": 1,\n"\\udc00": 2}', 'json'), 'lone-surrogate 11'));
  test('an escape beyond Unicode is refused', () => assert.equal(refusalOf('a: "\\U00110000"'), 'yaml-syntax 10'));
  test('a path of Windows is no escape beyond Unicode', () =>
    assert.deepEqual(valueOf('a: "C:\\\\Users"'), { a: 'C:\\Users' }));
});

describe('JSON', () => {
  test('tabs and CRLF are fine', () =>
    assert.deepEqual(valueOf('{\r\n\t"a":\t[1,\r\n\t\t2]\r\n}', 'json'), { a: [1, 2] }));
  for (const text of [
    "{'a': 1}",
    '{a: 1}',
    '{"a": 1,}',
    '{"a": 0644}',
    '{"a": yes}',
    '{"a": 1} # end',
    '{"a": 1e400}',
    '{"a": [1 2]}',
  ]) {
    test(`${text} is refused`, () => assert.equal(refusalOf(text, 'json'), 'json-syntax 10'));
  }
});

describe('templates', () => {
  for (const [text, line] of [
    ['a: 1\nb: {{ .Values.b }}', 11],
    ['a: 1\n{{- if .Values.b }}\nb: 2\n{{- end }}', 11],
    ['a:\n  {{- toYaml .Values.a | nindent 2 }}', 11],
    ['a: {{ .Values.a }}-b', 10],
    ['a: 1\n{% if b %}\nb: 2\n{% endif %}', 11],
  ] as const) {
    test(`${JSON.stringify(text)} is refused as one`, () =>
      assert.equal(refusalOf(text), `unrendered-template ${line}`));
  }
  test('in quotes and blocks they are text', () => {
    assert.deepEqual(valueOf('a: "{{ .Values.a }}"\nb: |\n  {{ if .Values.b }}\n'), {
      a: '{{ .Values.a }}',
      b: '{{ if .Values.b }}\n',
    });
  });
});

test('a second document after ... is refused, because kubectl drops it', () =>
  assert.equal(refusalOf('a: 1\n...\nb: 2'), 'yaml-syntax 10'));
test('places are found by mapping and key', () => {
  const document = read('a: 1\nb:\n  "c": 2\n');
  assert.ok(
    document.kind === 'value' &&
      typeof document.value === 'object' &&
      document.value !== null &&
      !Array.isArray(document.value),
  );
  const b = document.value['b'];
  assert.ok(typeof b === 'object' && b !== null && !Array.isArray(b));
  assert.deepEqual(
    [document.lineOf(document.value, 'b'), document.lineOf(b, 'c'), document.lineOf(b, 'missing'), document.lineOf({})],
    [11, 12, 12, undefined],
  );
});
