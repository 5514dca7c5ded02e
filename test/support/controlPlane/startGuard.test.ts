import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import { processExists } from './processExists.ts';
import { startGuard } from './startGuard.ts';

const sleeper = () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });

async function guardedDirectory(parent: string): Promise<string> {
  const path = join(parent, "it's guarded");
  await mkdir(path);
  await writeFile(join(path, 'file'), 'content');
  return path;
}

test('disposal ends every watched process', async () => {
  await using directory = await temporaryDirectory('guard');
  const children = [sleeper(), sleeper(), sleeper()];
  const ends = children.map((child) => once(child, 'exit'));
  const guard = await startGuard(await guardedDirectory(directory.path));
  for (const child of children) guard.watch(child.pid ?? 0);
  await guard[Symbol.asyncDispose]();
  for (const [, signal] of await Promise.all(ends)) assert.equal(signal, 'SIGKILL');
});

test('disposal removes the directory', async () => {
  await using directory = await temporaryDirectory('guard');
  const path = await guardedDirectory(directory.path);
  const guard = await startGuard(path);
  await guard[Symbol.asyncDispose]();
  await assert.rejects(access(path), { code: 'ENOENT' });
});

test('a forgotten process is left alone, the others still end', async () => {
  await using directory = await temporaryDirectory('guard');
  const [first, forgotten, last] = [sleeper(), sleeper(), sleeper()];
  const ends = Promise.all([once(first, 'exit'), once(last, 'exit')]);
  const guard = await startGuard(await guardedDirectory(directory.path));
  for (const child of [first, forgotten, last]) guard.watch(child.pid ?? 0);
  guard.forget(forgotten.pid ?? 0);
  await guard[Symbol.asyncDispose]();
  await ends;
  assert.equal(forgotten.exitCode ?? forgotten.signalCode, null);
  forgotten.kill('SIGKILL');
});

test('when the guarded program is killed, its processes, the guard and the directory go too', async () => {
  await using directory = await temporaryDirectory('guard');
  const path = await guardedDirectory(directory.path);
  const program = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/guards-until-killed.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(program.stdout, 'data');
  const pids = JSON.parse(String(line));
  program.kill('SIGKILL');
  await eventually('the child ends', async () => !(await processExists(pids.child)) || undefined);
  await eventually('the guard ends', async () => !(await processExists(pids.guard)) || undefined);
  await assert.rejects(access(path), { code: 'ENOENT' });
});
