import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, withLines } from '../fixtures/problemsOf.ts';

const empty = '1:1: expected the settings repository and environments, found an empty file';
const whole: [name: string, text: string, problem: string][] = [
  ['an empty file', '', empty],
  ['a file of comments', '# nothing\n\n# here\n', empty],
  ['an empty document', '---\n', empty],
  [
    'a null',
    '~\n',
    '1:1: expected a mapping with the settings repository, environments, sync, applier, volume, found nothing',
  ],
  [
    'a list',
    '- a\n',
    '1:1: expected a mapping with the settings repository, environments, sync, applier, volume, found a list of 1',
  ],
  [
    'a text',
    'couplet\n',
    '1:1: expected a mapping with the settings repository, environments, sync, applier, volume, found "couplet"',
  ],
  ['a syntax error', 'a: 1\n b: 2\n', '2:3: not valid YAML: bad indentation of a mapping entry'],
  ['a bracket that is left open', 'a: [1\n', '2:1: not valid YAML: deficient indentation'],
  ['a tab', 'a:\n \tb: 1\n', '2:2: not valid YAML: expected spaces for indentation, found a tab'],
  ['a NUL', 'a: x\0y\n', '1:5: not valid YAML: null byte is not allowed in input'],
  ['deep nesting', '['.repeat(500_000), '1:20: not valid YAML: nesting exceeded maxDepth (20)'],
  [
    'a template',
    '{{ if x }}\na: 1\n',
    '2:1: not valid YAML: end of the stream or a document separator is expected (is {{ }} a template that was not rendered?)',
  ],
];

for (const [name, text, problem] of whole) {
  test(`${name} is refused`, () => assert.deepEqual(problemsOf(text), [problem]));
}

const inside: [name: string, rest: string, problems: string[]][] = [
  ['an anchor', 'volume: &v /data\n', ['6:9: volume: anchors (&name) are not supported: write the value out']],
  ['an alias', 'volume: *v\n', ['6:9: volume: aliases (*name) are not supported: write the value out']],
  [
    'a merge key',
    '    <<: {gate: all}\n',
    ['6:5: environments[0]: merge keys (<<) are not supported: write the settings out'],
  ],
  ['a tag', 'volume: !!str /data\n', ['6:9: volume: tags (!name) are not supported: put text in quotes instead']],
  [
    'a local tag',
    'volume: !env VOLUME\n',
    [
      '6:9: volume: tags (!name) are not supported: put text in quotes instead',
      '6:14: volume: expected an absolute path, found "VOLUME"',
    ],
  ],
  [
    'an anchor on a block',
    'sync: &s {git: /x}\n',
    ['6:7: sync: anchors (&name) are not supported: write the value out'],
  ],
  ['a key without a name', ': x\n', ['6:3: expected the name of a setting, found nothing']],
  ['a list as a key', '? [a]\n: 1\n', ['6:3: expected the name of a setting, found a list']],
  [
    'a template as a value',
    'volume: {{ .Values.volume }}\n',
    [
      '6:9: volume: expected an absolute path, found a mapping',
      '6:10: volume: expected the name of a setting, found { } (a template that was not rendered?)',
    ],
  ],
  ['a second document', '---\na: 1\n', ['7:1: expected one YAML document, found a second one']],
  ['a second document that is empty', '---\n', ['6:4: expected one YAML document, found a second one']],
];

for (const [name, rest, problems] of inside) {
  test(`${name} is refused at its place`, () => assert.deepEqual(problemsOf(withLines(rest)), problems));
}

test('an alias bomb is refused without being expanded', () => {
  const levels = Array.from({ length: 18 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]\n`);
  assert.equal(problemsOf(levels.join('')).length, 101);
});

test('numbers, truth values and text are those of the YAML 1.2 core schema', () => {
  const rest = '    pruneLimit: {count: 0x10, percent: 0o17}\n    prune: FALSE\n    suspend: off\n';
  assert.deepEqual(problemsOf(withLines(rest)), ['8:14: environments[0].suspend: expected true or false, found "off"']);
});
