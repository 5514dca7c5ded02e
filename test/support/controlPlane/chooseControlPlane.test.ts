import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import { chooseControlPlane } from './chooseControlPlane.ts';

function choose(env: NodeJS.ProcessEnv) {
  return chooseControlPlane({ moduleDirectory: '/none', cache: '/none', env, onProgress: () => {} });
}

async function writeProgram(directory: string, name: string): Promise<void> {
  const file = join(directory, name);
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
}

test('COUPLET_KUBECONFIG comes before KUBEBUILDER_ASSETS', async () => {
  const choice = await choose({ COUPLET_KUBECONFIG: '/a', KUBEBUILDER_ASSETS: '/b' });
  assert.deepEqual(choice, { kind: 'existing', kubeconfig: '/a' });
});

test('KUBEBUILDER_ASSETS gives etcd and kube-apiserver and says what they lack', async () => {
  await using directory = await temporaryDirectory('assets');
  for (const name of ['etcd', 'kube-apiserver', 'kubectl']) await writeProgram(directory.path, name);
  const choice = await choose({ KUBEBUILDER_ASSETS: directory.path });
  assert.ok(choice.kind === 'start');
  assert.deepEqual(Object.keys(choice.commands), ['etcd', 'kube-apiserver']);
  assert.match(choice.origin, /lack kube-controller-manager and kube-scheduler/);
});

test('KUBEBUILDER_ASSETS without kube-apiserver is an error that names it', async () => {
  await using directory = await temporaryDirectory('assets');
  await writeProgram(directory.path, 'etcd');
  await assert.rejects(choose({ KUBEBUILDER_ASSETS: directory.path }), /found no executable kube-apiserver/);
});
