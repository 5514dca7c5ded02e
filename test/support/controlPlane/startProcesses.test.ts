import assert from 'node:assert/strict';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import { startProcesses } from './startProcesses.ts';

async function failingEtcd(directory: string) {
  const program = join(directory, 'etcd');
  await writeFile(program, '#!/bin/sh\necho "disk is read-only"\nexit 3\n');
  await chmod(program, 0o755);
  return { commands: { etcd: [program] }, parent: directory, audit: false } as const;
}

test('a component that ends at start is an error with the last lines of its log', async () => {
  await using directory = await temporaryDirectory('processes');
  const input = await failingEtcd(directory.path);
  await assert.rejects(
    startProcesses(input),
    /expected etcd to listen, found etcd: exit code 3\. Last lines of its log:\n {2}disk is read-only/,
  );
});

test('a failed start removes its directory', async () => {
  await using directory = await temporaryDirectory('processes');
  const input = await failingEtcd(directory.path);
  await assert.rejects(startProcesses(input));
  assert.deepEqual(await readdir(directory.path), ['etcd']);
});

test('a directory that does not exist is an error that names it', async () => {
  await using directory = await temporaryDirectory('processes');
  const input = { ...(await failingEtcd(directory.path)), parent: join(directory.path, 'missing') };
  await assert.rejects(startProcesses(input), /expected a writable directory, found .*missing/);
});
