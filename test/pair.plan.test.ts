import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
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

async function start(files: Record<string, string>): Promise<TestPair> {
  const running = await TestPair.start({ environments: [{ name: 'shop' }], files });
  await running.applied('shop');
  return running;
}

test('a plan of what is applied has nothing to do, prints so and exits 0', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') });
  const { code, out } = await plan(running, 'shop');
  assert.equal(code, 0, out);
  assert.match(out, /0 to create, 0 to configure, 0 to delete, 1 unchanged\. Nothing was written\./);
});

test('a plan of a checkout shows creates, fields and deletes, exits 2 and writes nothing', async () => {
  await using running = await start({
    'shop/a.yaml': configMap('a', 'one'),
    'shop/b.yaml': configMap('b', 'one'),
  });
  const { copy } = running.pair;
  await copy.write({ 'shop/a.yaml': configMap('a', 'two'), 'shop/new.yaml': configMap('new', 'x') });
  await copy.git('rm', '-q', 'shop/b.yaml');
  const { code, out } = await plan(running, 'shop', '--from', copy.directory);
  const namespace = running.namespace('shop');
  assert.equal(code, 2, out);
  assert.match(
    out,
    new RegExp(`^~ configure ConfigMap/${namespace}/a  \\(the manifest changed\\)  shop/a.yaml:1$`, 'm'),
  );
  assert.match(out, /^ {4}~ data\.value: "one" -> "two"$/m);
  assert.match(out, new RegExp(`^\\+ create ConfigMap/${namespace}/new  \\(new\\)`, 'm'));
  assert.match(out, new RegExp(`^- delete ConfigMap/${namespace}/b  `, 'm'));
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'one');
  assert.equal(await running.configMap('shop', 'new'), undefined);
  assert.notEqual(await running.configMap('shop', 'b'), undefined);
});

test('the value of a Secret is in no plan, as text or as JSON', async () => {
  await using running = await start({ 'shop/s.yaml': secretOf('first-hunter2') });
  const { copy } = running.pair;
  await copy.write({ 'shop/s.yaml': secretOf('second-hunter2') });
  const text = await plan(running, 'shop', '--from', copy.directory);
  const json = await plan(running, 'shop', '--from', copy.directory, '--output', 'json');
  assert.deepEqual([text.code, json.code], [2, 2]);
  assert.match(text.out, /~ data\.password: /);
  const encoded = ['first-hunter2', 'second-hunter2'].map((value) => Buffer.from(value).toString('base64'));
  for (const { out } of [text, json]) {
    assert.doesNotMatch(out, new RegExp(['hunter2', ...encoded].join('|')));
  }
});

test('every error of a plan is in one report with its place, and it exits 1', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') });
  const { copy } = running.pair;
  const misspelt = configMap('b', 'x').replace('\ndata:', '\ndta:');
  await copy.write({ 'shop/b.yaml': misspelt, 'shop/c.yaml': 'kind: [', 'shop/d.yaml': configMap('d', 'ok') });
  const { code, out } = await plan(running, 'shop', '--from', copy.directory, '-o', 'json');
  assert.equal(code, 1);
  const { errors }: { errors: { code: string; file: string; line: number }[] } = JSON.parse(out);
  assert.deepEqual(errors.map((error) => [error.code, error.file]).toSorted(), [
    ['unknown-field', 'shop/b.yaml'],
    ['yaml-syntax', 'shop/c.yaml'],
  ]);
});

test('objects of a namespace that the plan creates are shown as created, without a check', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') });
  const { copy } = running.pair;
  const fresh = `${running.namespace('shop')}-fresh`;
  await copy.write({
    'shop/n.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${fresh}\n`,
    'shop/c.yaml': configMap('c', 'x', { namespace: fresh }),
  });
  const { code, out } = await plan(running, 'shop', '--from', copy.directory);
  assert.equal(code, 2, out);
  assert.match(
    out,
    new RegExp(`\\+ create ConfigMap/${fresh}/c  \\(new; its namespace or kind is created before it\\)`),
  );
});

test('an environment that is not configured is an error that names the nearest', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') });
  const { code, err } = await plan(running, 'shp');
  assert.deepEqual(
    [code, err],
    [1, 'Cannot plan: the configuration must have the environment, found no "shp"; did you mean shop?\n'],
  );
});

test('a configuration that is wrong is an error with its place', async () => {
  await using running = await start({ 'shop/a.yaml': configMap('a', 'one') });
  await writeFile(running.pair.configFile, 'repository: 1\n');
  const { code, err } = await plan(running, 'shop');
  assert.equal(code, 1);
  assert.match(err, /couplet\.yaml:1:13: repository: expected/);
});
