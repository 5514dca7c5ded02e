import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

const environments = ['deep', 'large', 'keys', 'text', 'reserved', 'exact', 'twice'].map((name) => ({
  name,
  gate: 'each',
  settle: 0,
  pruneLimit: { count: 100, percent: 100 },
}));

const metadata = (text: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: ${text}\n`;

let running: TestPair;
before(async () => {
  const files = environments.flatMap(({ name }) => [
    [`${name}/a.yaml`, configMap('a', 'one')],
    [`${name}/leaves.yaml`, configMap('leaves', 'one')],
  ]);
  running = await TestPair.start({ environments, files: Object.fromEntries(files) });
  await Promise.all(environments.map(async ({ name }) => await running.applied(name)));
});
after(async () => await running[Symbol.asyncDispose]());

/**
 * Pushes hostile files beside a change of `a` and a deletion. Every error as `code file:line`; what is good is applied,
 * nothing is pruned, and the same process answers.
 */
async function hostile(environment: string, files: Record<string, string | Uint8Array>): Promise<string[]> {
  const { pair } = running;
  const pid = pair.applier?.pid;
  const named = Object.entries(files).map(([name, text]): [string, string | Uint8Array] => [
    `${environment}/${name}`,
    text,
  ]);
  await pair.copy.write(Object.fromEntries(named));
  await pair.push('Be hostile', {
    write: { [`${environment}/a.yaml`]: configMap('a', 'two') },
    remove: [`${environment}/leaves.yaml`],
  });
  const { errors = [] } = await running.applied(environment, ['failed']);
  assert.equal((await running.configMap(environment, 'a'))?.data?.['value'], 'two', 'the good file is applied');
  assert.ok(await running.configMap(environment, 'leaves'), 'nothing is pruned');
  assert.equal((await fetch(`${pair.pageUrl}/healthz`)).status, 200);
  assert.equal(pair.applier?.pid, pid);
  return errors.map(({ code, file, line }) => `${code} ${file?.slice(environment.length + 1)}:${line}`).toSorted();
}

test('hostile 1: 100,000 levels in three files are one error each, twice in one process', async () => {
  const deep = {
    'flow.yaml': '['.repeat(100_000),
    'sequence.yaml': '- '.repeat(100_000),
    'b.json': '{"a":'.repeat(100_000),
  };
  const expected = ['too-deep b.json:1', 'too-deep flow.yaml:1', 'too-deep sequence.yaml:1'];
  assert.deepEqual(await hostile('deep', deep), expected);
  await running.pair.push('Again', {
    write: { 'deep/a.yaml': configMap('a', 'three'), 'deep/flow.yaml': `#\n${deep['flow.yaml']}` },
  });
  const { errors } = await running.applied('deep', ['failed']);
  assert.equal(errors?.length, 3);
  assert.equal((await running.configMap('deep', 'a'))?.data?.['value'], 'three');
});

test('hostile 2: bombs and what is too large are refused, and the file is named', async () => {
  const aliases = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`).join('\n');
  const merges = Array.from({ length: 20 }, (_, n) => `m${n + 1}: &m${n + 1} {<<: [*m${n}, *m${n}], k${n}: 1}`).join(
    '\n',
  );
  const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n';
  const told = await hostile('large', {
    'aliases.yaml': `${head}a0: &a0 [x,x,x,x,x,x,x,x,x]\n${aliases}\n`,
    'merges.yaml': `${head}m0: &m0 {a: 1}\n${merges}\n`,
    'file.yaml': 'a'.repeat(10_000_000),
    'document.yaml': `${head}data: {a: "${'x'.repeat(3_250_000)}"}\n`,
    // Small enough to be sent, too large for a ConfigMap.
    'object.yaml': `${head.replace('bomb', 'heavy')}data: {a: "${'x'.repeat(1_800_000)}"}\n`,
  });
  assert.deepEqual(
    told.map((line) => line.replace(/:\d+$/, '').replace(/:undefined$/, '')),
    [
      'alias-bomb aliases.yaml',
      'alias-bomb merges.yaml',
      'invalid object.yaml',
      'too-large document.yaml',
      'too-large file.yaml',
    ],
  );
});

test('hostile 3 and 4: keys that pollute, templates, tabs, NUL, UTF-16 and documents that are no objects', async () => {
  const told = await hostile('keys', {
    'proto.yaml': configMap('p', 'x').replace('  value:', '  __proto__: y\n  value:'),
    'constructor.yaml': configMap('c', 'x').replace('  value:', '  constructor: mine\n  toString: mine\n  value:'),
    'twice.yaml': configMap('t', 'x').replace('  value:', '  value: y\n  value:'),
    'helm.yaml': configMap('h', 'x').replace('"x"', '{{ .Values.x }}'),
    'tab.yaml': configMap('b', 'x').replace('  value', '\tvalue'),
    'nul.yaml': configMap('n', 'x').replace('"x"', 'x\0y'),
    'utf16.yaml': Buffer.from(configMap('u', 'x'), 'utf16le'),
    'scalar.yaml': 'just words\n',
    'list.yaml': '- a\n- b\n',
    'comments.yaml': '# nothing\n---\n# at all\n',
    'crlf.yaml': `\ufeff${configMap('crlf', 'x').replaceAll('\n', '\r\n')}`,
  });
  assert.equal(told.length, 8);
  for (const name of ['proto', 'twice', 'helm', 'tab', 'nul', 'utf16', 'scalar', 'list']) {
    assert.match(told.join('\n'), new RegExp(`^[a-z-]+ ${name}\\.yaml:\\d+$`, 'm'));
  }
  assert.equal((await running.configMap('keys', 'crlf'))?.data?.['value'], 'x');
  assert.deepEqual((await running.configMap('keys', 'c'))?.data, { constructor: 'mine', toString: 'mine', value: 'x' });
});

test('hostile 4a: every kind of Unicode character is the same in the cluster, in values, keys and annotations', async () => {
  const { pair } = running;
  const points = [
    0x7f, 0x80, 0x85, 0x9f, 0xa0, 0xad, 0x200b, 0x2028, 0x2029, 0x202e, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x301, 0x1f600,
    0x10ffff, 0xe000,
  ];
  const text = points.map((point) => ` ${String.fromCodePoint(point)} a${String.fromCodePoint(point)}b`).join('');
  const annotations = { 'example.com/text': text };
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'exact', annotations }, data: { text } };
  // ConfigMap keys may not have them; keys of a custom field may, and so may those of a JSON text.
  await pair.push('Say everything', { write: { 'exact/b.json': JSON.stringify(body) } });
  await running.applied('exact');
  const live = await running.configMap('exact', 'exact');
  assert.equal(live?.data?.['text'], text);
  assert.equal(live.metadata.annotations?.['example.com/text'], text);
  const written = live.metadata.resourceVersion;
  await pair.push('Touch another file', { write: { 'exact/c.yaml': configMap('c', 'x') } });
  assert.equal((await running.applied('exact')).counts?.['configured'], 0);
  assert.equal((await running.configMap('exact', 'exact'))?.metadata.resourceVersion, written);
  await pair.push('Half a pair', { write: { 'exact/d.json': JSON.stringify(body).replace(' a', '\\ud800') } });
  const { errors } = await running.applied('exact', ['failed']);
  assert.deepEqual(
    errors?.map(({ file, line }) => [file, line]),
    [['exact/d.json', 1]],
  );
});

test('hostile 5, 6 and 8: names that are paths, generated names, and labels of sets are refused; server fields are stripped', async () => {
  const told = await hostile('reserved', {
    'dots.yaml': metadata('{name: ../x}'),
    'slash.yaml': metadata('{name: a/b}'),
    'percent.yaml': metadata('{name: "%2e%2e"}'),
    'long.yaml': metadata(`{name: ${'a'.repeat(254)}}`),
    'generate.yaml': metadata('{generateName: a}'),
    'owners.yaml': metadata('{name: o, ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: u}]}'),
    'kindless.yaml': 'apiVersion: v1\nmetadata: {name: k}\n',
    'set.yaml': metadata('{name: s, labels: {applyset.kubernetes.io/part-of: applyset-x-v1}}'),
    'digest.yaml': metadata('{name: d, annotations: {couplet.dev/digest: abc}}'),
    'got.yaml': `${metadata('{name: got, uid: u, resourceVersion: "1", creationTimestamp: null, managedFields: []}')}status: {a: b}\ndata: {value: x}\n`,
  });
  const files = new Set(told.map((line) => line.split(' ')[1]));
  assert.equal(files.size, 9, told.join('\n'));
  assert.equal((await running.configMap('reserved', 'got'))?.data?.['value'], 'x');
  const answer = (await running.pair.environment('reserved')) as { notes?: { message: string; file?: string }[] };
  assert.match(JSON.stringify(answer.notes), /reserved\/got\.yaml/);
});

test('hostile 7: the same object in two files is told with both places, and neither is applied', async () => {
  const told = await hostile('twice', {
    'b.yaml': configMap('twice', 'b'),
    'c.yaml': `# \n${configMap('twice', 'c')}`,
  });
  assert.deepEqual(told, ['duplicate-object b.yaml:1', 'duplicate-object c.yaml:2']);
  assert.equal(await running.configMap('twice', 'twice'), undefined);
});
