import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

const main = join(import.meta.dirname, '..', 'packages', 'applier', 'src', 'main.ts');

type Ended = { code: number; out: string; err: string };

/** Runs `applier plan` to its end. */
async function plan({ pair }: TestPair, environment: string, ...more: string[]): Promise<Ended> {
  const args = [main, 'plan', '--config', pair.configFile, '--environment', environment, ...more];
  return await new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }));
  });
}

const secretOf = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: ${value}\n`;

const names = ['same', 'changed', 'drifted', 'masked', 'wrong', 'fresh'];

/** One pair for all tests: each has an environment of its own. A plan needs neither of the two programs afterwards. */
const running = await TestPair.start({
  environments: names.map((name) => ({ name })),
  files: {
    'same/a.yaml': configMap('a', 'one'),
    'changed/a.yaml': configMap('a', 'one'),
    'changed/b.yaml': configMap('b', 'one'),
    'drifted/a.yaml': configMap('a', 'one'),
    'masked/s.yaml': secretOf('first-hunter2'),
    'wrong/a.yaml': configMap('a', 'one'),
    'fresh/a.yaml': configMap('a', 'one'),
  },
});
after(() => running[Symbol.asyncDispose]());
const { copy } = running.pair;
await Promise.all(names.map((name) => running.applied(name)));
await running.pair.applier?.kill();

test('a plan of what is applied has nothing to do, prints so and exits 0', async () => {
  const { code, out } = await plan(running, 'same');
  assert.equal(code, 0, out);
  assert.match(out, /0 to create, 0 to configure, 0 to delete, 1 unchanged\. Nothing was written\./);
});

test('a plan of a checkout shows creates, fields and deletes, exits 2 and writes nothing', async () => {
  await copy.write({ 'changed/a.yaml': configMap('a', 'two'), 'changed/new.yaml': configMap('new', 'x') });
  await copy.git('rm', '-q', 'changed/b.yaml');
  const { code, out } = await plan(running, 'changed', '--from', copy.directory);
  const namespace = running.namespace('changed');
  assert.equal(code, 2, out);
  assert.match(
    out,
    new RegExp(`^~ configure ConfigMap/${namespace}/a  \\(the manifest changed\\)  changed/a.yaml:1$`, 'm'),
  );
  assert.match(out, /^ {4}~ data\.value: "one" -> "two"$/m);
  assert.match(out, new RegExp(`^\\+ create ConfigMap/${namespace}/new  \\(new\\)`, 'm'));
  assert.match(out, new RegExp(`^- delete ConfigMap/${namespace}/b  `, 'm'));
  assert.equal((await running.configMap('changed', 'a'))?.data?.['value'], 'one');
  assert.equal(await running.configMap('changed', 'new'), undefined);
  assert.notEqual(await running.configMap('changed', 'b'), undefined);
});

test('a plan shows what somebody else changed, as the field that would go back', async () => {
  const path = `/api/v1/namespaces/${running.namespace('drifted')}/configmaps/a`;
  await running.pair.kubernetes.merge(path, { data: { value: 'theirs' } });
  const { code, out } = await plan(running, 'drifted');
  assert.equal(code, 2, out);
  assert.match(out, /\(somebody else changed it\)  drifted\/a\.yaml:1\n {4}~ data\.value: "theirs" -> "one"/);
});

test('the value of a Secret is in no plan, as text or as JSON', async () => {
  await copy.write({ 'masked/s.yaml': secretOf('second-hunter2') });
  const text = await plan(running, 'masked', '--from', copy.directory);
  const json = await plan(running, 'masked', '--from', copy.directory, '--output', 'json');
  assert.deepEqual([text.code, json.code], [2, 2]);
  assert.match(text.out, /~ data\.password: /);
  const encoded = ['first-hunter2', 'second-hunter2'].map((value) => Buffer.from(value).toString('base64'));
  for (const { out } of [text, json]) {
    assert.doesNotMatch(out, new RegExp(['hunter2', ...encoded].join('|')));
  }
});

test('every error of a plan is in one report with its place, and it exits 1', async () => {
  const misspelt = configMap('b', 'x').replace('\ndata:', '\ndta:');
  await copy.write({ 'wrong/b.yaml': misspelt, 'wrong/c.yaml': 'kind: [', 'wrong/d.yaml': configMap('d', 'ok') });
  const { code, out } = await plan(running, 'wrong', '--from', copy.directory, '-o', 'json');
  assert.equal(code, 1);
  const { errors }: { errors: { code: string; file: string; line: number }[] } = JSON.parse(out);
  assert.deepEqual(errors.map((error) => [error.code, error.file]).toSorted(), [
    ['unknown-field', 'wrong/b.yaml'],
    ['yaml-syntax', 'wrong/c.yaml'],
  ]);
});

test('objects of a namespace that the plan creates are shown as created, without a check', async () => {
  const fresh = `${running.namespace('fresh')}-fresh`;
  await copy.write({
    'fresh/n.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${fresh}\n`,
    'fresh/c.yaml': configMap('c', 'x', { namespace: fresh }),
  });
  const { code, out } = await plan(running, 'fresh', '--from', copy.directory);
  assert.equal(code, 2, out);
  assert.match(
    out,
    new RegExp(`\\+ create ConfigMap/${fresh}/c  \\(new; its namespace or kind is created before it\\)`),
  );
});

test('an environment that is not configured is an error that names the nearest', async () => {
  const { code, err } = await plan(running, 'sam');
  assert.deepEqual(
    [code, err],
    [1, 'Cannot plan: the configuration must have the environment, found no "sam"; did you mean same?\n'],
  );
});

test('a configuration that is wrong is an error with its place', async () => {
  await writeFile(running.pair.configFile, 'repository: 1\n');
  const { code, err } = await plan(running, 'same');
  assert.equal(code, 1);
  assert.match(err, /couplet\.yaml:1:13: repository: expected/);
});
