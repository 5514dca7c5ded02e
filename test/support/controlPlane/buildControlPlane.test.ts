import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../temporaryDirectory.ts';
import { buildControlPlane, type BuildOptions } from './buildControlPlane.ts';
import { processExists } from './processExists.ts';

const stand = join(import.meta.dirname, 'fixtures/counts-builds');

async function arrange(directory: TemporaryDirectory, env: NodeJS.ProcessEnv = {}) {
  const path = (name: string) => join(directory.path, name);
  const moduleDirectory = path('module');
  await mkdir(moduleDirectory);
  const sources = { 'go.mod': '\tk8s.io/kubernetes v1.36.3\n', 'go.sum': '', 'main.go': 'package main\n' };
  for (const [name, content] of Object.entries(sources)) await writeFile(join(moduleDirectory, name), content);
  const lines: string[] = [];
  const options: BuildOptions = {
    moduleDirectory,
    cache: path('cache'),
    env: { PATH: `${stand}:${process.env['PATH']}`, BUILDS: path('builds'), HOLD: path('hold'), ...env },
    onProgress: (line) => lines.push(line),
  };
  const builds = async () => {
    const text = await readFile(path('builds'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  };
  return { options, lines, builds, hold: path('hold'), sources: moduleDirectory };
}

test('a build puts a whole binary into the cache', async () => {
  await using directory = await temporaryDirectory('build');
  const { options } = await arrange(directory);
  const { binary } = await buildControlPlane(options);
  assert.equal(await readFile(binary, 'utf8'), 'built');
});

test('a second start builds nothing', async () => {
  await using directory = await temporaryDirectory('build');
  const { options, builds } = await arrange(directory);
  const first = await buildControlPlane(options);
  assert.deepEqual(await buildControlPlane(options), first);
  assert.equal((await builds()).length, 1);
});

test('a changed source is built beside what was built before', async () => {
  await using directory = await temporaryDirectory('build');
  const { options, sources } = await arrange(directory);
  const before = await buildControlPlane(options);
  await writeFile(join(sources, 'main.go'), 'package main // changed\n');
  const after = await buildControlPlane(options);
  assert.notEqual(after.binary, before.binary);
  assert.equal(await readFile(before.binary, 'utf8'), 'built');
});

test('of several builders at once one builds, and the others say that they wait', async () => {
  await using directory = await temporaryDirectory('build');
  const { options, builds, lines, hold } = await arrange(directory);
  await writeFile(hold, '');
  const all = Promise.all([1, 2, 3].map(() => buildControlPlane(options)));
  await eventually('two wait', () => lines.filter((line) => line.includes('waiting')).length === 2 || undefined);
  await rm(hold);
  await all;
  assert.equal((await builds()).length, 1);
});

test('a build says why it takes minutes and that it happens once', async () => {
  await using directory = await temporaryDirectory('build');
  const { options, lines } = await arrange(directory);
  await buildControlPlane(options);
  assert.match(lines[0] ?? '', /building etcd and Kubernetes v1\.36\.3 from their Go modules: .* minutes .* once/);
});

test('a failing build shows what the compiler says', async () => {
  await using directory = await temporaryDirectory('build');
  const { options } = await arrange(directory, { FAIL: 'undefined: cli' });
  await assert.rejects(
    buildControlPlane(options),
    /go build to succeed, found exit code 1\nmain\.go:7:2: undefined: cli/,
  );
});

test('a failed build leaves nothing but its lock in the cache', async () => {
  await using directory = await temporaryDirectory('build');
  const { options } = await arrange(directory, { FAIL: 'no' });
  await assert.rejects(buildControlPlane(options));
  assert.deepEqual(
    (await readdir(options.cache)).filter((name) => !name.includes('.lock')),
    [],
  );
});

test('a killed builder leaves no compiler running and nothing half in the cache', async () => {
  await using directory = await temporaryDirectory('build');
  const { options, builds, hold } = await arrange(directory);
  await writeFile(hold, '');
  const fixture = join(import.meta.dirname, 'fixtures/builds-once.ts');
  const builder = spawn(process.execPath, [fixture, options.moduleDirectory, options.cache], {
    env: options.env,
    stdio: 'inherit',
  });
  const [compiler] = await eventually('it builds', async () =>
    (await builds()).length > 0 ? await builds() : undefined,
  );
  builder.kill('SIGKILL');
  await eventually('the compiler ends', async () => !(await processExists(Number(compiler))) || undefined);
  await eventually('the cache is clean', async () => {
    const names = await readdir(options.cache);
    return names.every((name) => name.includes('.lock')) || undefined;
  });
});
