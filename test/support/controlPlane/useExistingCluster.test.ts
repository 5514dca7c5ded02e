import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import { unusedPort } from './unusedPort.ts';
import { useExistingCluster } from './useExistingCluster.ts';
import { writeKubeconfig } from './writeKubeconfig.ts';

test('a missing file is an error that names COUPLET_KUBECONFIG and the file', async () => {
  await using directory = await temporaryDirectory('existing');
  const file = join(directory.path, 'missing');
  await assert.rejects(useExistingCluster(file), {
    message: `Cannot use COUPLET_KUBECONFIG: expected a kubeconfig file, found none at ${file}`,
  });
});

test('a file that is no kubeconfig is an error that names it', async () => {
  await using directory = await temporaryDirectory('existing');
  const file = join(directory.path, 'kubeconfig');
  await writeFile(file, 'apiVersion: v1\nclusters: [');
  await assert.rejects(useExistingCluster(file), /COUPLET_KUBECONFIG: .* found an unreadable one at .*kubeconfig$/);
});

test('a kubeconfig without a current context is an error', async () => {
  await using directory = await temporaryDirectory('existing');
  const file = join(directory.path, 'kubeconfig');
  await writeFile(file, 'apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: []\n');
  await assert.rejects(useExistingCluster(file), /expected a current context with a cluster/);
});

test('a cluster that does not answer is an error that names its address', async () => {
  await using directory = await temporaryDirectory('existing');
  const file = join(directory.path, 'kubeconfig');
  const url = `https://127.0.0.1:${await unusedPort()}`;
  await writeKubeconfig(file, { url, certificateAuthority: '', user: 'ada', token: 'secret' });
  await assert.rejects(useExistingCluster(file), (error: Error) => {
    return error.message.includes(`an answer from ${url}, found`) && error.message.includes('ECONNREFUSED');
  });
});
