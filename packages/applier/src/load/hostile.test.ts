import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test, { describe } from 'node:test';
import { parseManifests } from './parseManifests.ts';

const mebibyte = 1024 * 1024;
const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const codes = (text: string | Uint8Array) => parseManifests(Buffer.from(text), 'f.yaml').faults.map(({ code }) => code);

describe('100,000 levels in three files, twice in one process', () => {
  const files = { flow: '['.repeat(100_000), sequence: '- '.repeat(100_000), json: '{"a":'.repeat(100_000) };
  for (const turn of ['first', 'second']) {
    test(`${turn} turn: one fault a file in under two seconds`, () => {
      const start = performance.now();
      assert.deepEqual(Object.values(files).map(codes), [['too-deep'], ['too-deep'], ['too-deep']]);
      assert.ok(performance.now() - start < 2000);
    });
  }
  test('a good file is read after them', () => assert.deepEqual(codes(head), []));
});

describe('what is too large is refused', () => {
  test('a file of 10 MB', () => assert.deepEqual(codes('a'.repeat(10_000_000)), ['too-large']));
  test('a document of 3.1 MB', () =>
    assert.deepEqual(codes(`${head}data: {a: "${'x'.repeat(3.1 * mebibyte)}"}\n`), ['too-large']));
  test('two million nodes', () => assert.deepEqual(codes(`${head}data:\n${'- 0\n'.repeat(1_900_000)}`), ['too-large']));
});

describe('8 MiB of documents have no more than 100 faults', () => {
  for (const piece of ['{}', '---\na\n', '- a\n---\n']) {
    test(JSON.stringify(piece), () => {
      const { faults } = parseManifests(Buffer.from(piece.repeat(mebibyte)), 'f.yaml');
      assert.equal(faults.length, 100);
      assert.match(faults.at(-1)?.message ?? '', /the rest of the file was not read/);
    });
  }
  test('200,000 unknown annotations', () => {
    const annotations = Array.from({ length: 200_000 }, (_, index) => `    couplet.dev/x${index}: "a"\n`).join('');
    assert.equal(codes(`${head}  annotations:\n${annotations}`).length, 100);
  });
});

test('the worst file of 8 MiB is refused with a heap of 160 MiB', () => {
  const program = fileURLToPath(new URL('fixtures/parseDenseFile.ts', import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, ['--max-old-space-size=160', program], { encoding: 'utf8' });
  assert.deepEqual({ stdout: stdout.trim(), status }, { stdout: 'too-large', status: 0 });
});

const canary = 'hunter2canary';
const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n${data}`;

describe('a Secret that fails every way shows its value nowhere', () => {
  const files: Record<string, string | Uint8Array> = {
    alias: secret(`stringData: {a: *${canary}}\n`),
    anchor: secret(`stringData: {a: &${canary} *${canary}}\n`),
    tag: secret(`stringData: {a: !!${canary}}\n  b`),
    'tag of a number': secret(`stringData: {a: !!int ${canary}}\n`),
    'undeclared tag': secret(`stringData: {a: !${canary}!x y}\n`),
    'open quote': secret(`stringData: {a: "${canary}}\n`),
    'bad escape': secret(`stringData: {a: "\\q${canary}"}\n`),
    'bad base64': secret(`data: {a: !!binary "${canary}!"}\n`),
    'control character': secret(`stringData: {a: "${canary}\u0001"}\n`),
    'lone surrogate': secret(`stringData: {a: "${canary}\\ud800"}\n`),
    'key twice': secret(`stringData: {a: ${canary}, a: ${canary}}\n`),
    'mapping as key': secret(`stringData: {? {${canary}: 1} : b}\n`),
    template: secret(`stringData:\n  a: {{ ${canary} }}\n`),
    tab: secret(`stringData:\n\ta: ${canary}\n`),
    indentation: secret(`stringData:\n  a: ${canary}\n   b: ${canary}\n`),
    'not a document': `${canary}\n---\n- ${canary}\n`,
    directive: `%${canary}\na: b\n`,
    separator: secret(`--- ${canary}\n`),
    'broken JSON': `{"kind": "Secret", "data": {"a": "${canary}" ${canary}}}`,
    'huge number in JSON': `{"kind": "Secret", "data": {"a": ${canary}}}`,
    'not UTF-8': Buffer.concat([Buffer.from(secret(`stringData: {a: ${canary}`)), Buffer.from([0xff])]),
    'too large': secret(`stringData: {a: "${canary.repeat(300_000)}"}\n`),
    'last applied': secret(
      `  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"data":{"a":"${canary}"}}'}\n`,
    ),
    'no name': `apiVersion: v1\nkind: Secret\nmetadata: {}\nstringData: {a: ${canary}}\n`,
    'no metadata': `apiVersion: v1\nkind: Secret\nmetadata: ${canary}\nstringData: {a: ${canary}}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    test(name, () => {
      const { faults, notes } = parseManifests(Buffer.from(text), 'f.yaml');
      assert.ok(faults.length + notes.length > 0);
      assert.equal(JSON.stringify([faults, notes]).includes(canary), false);
    });
  }
});
