import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../../../../test/support/temporaryDirectory.ts';
import { readWebhookSecrets } from './readWebhookSecrets.ts';
import { refuseWebhookSecrets } from './refuseWebhookSecrets.ts';

async function directoryWith(files: Record<string, string>) {
  const temporary = await temporaryDirectory();
  for (const [name, content] of Object.entries(files)) await writeFile(join(temporary.path, name), content);
  return temporary;
}

test('every secret and every token is read, without one trailing newline', async () => {
  await using temporary = await directoryWith({ secret: 'a\n', 'secret-old': 'b\n\n', token1: 'c\r\n', other: 'd' });
  const read = { secrets: ['a', 'b\n'], tokens: ['c'], tokenFiles: ['token1'], empty: [] };
  assert.deepEqual(await readWebhookSecrets(temporary.path), read);
});

test('the files of a mounted Kubernetes Secret are read through their symlinks', async () => {
  await using temporary = await temporaryDirectory();
  await mkdir(join(temporary.path, '..2026'));
  await writeFile(join(temporary.path, '..2026', 'secret'), 'a');
  await symlink('..2026', join(temporary.path, '..data'));
  await symlink('..data/secret', join(temporary.path, 'secret'));
  assert.deepEqual((await readWebhookSecrets(temporary.path)).secrets, ['a']);
});

test('an empty file is no secret', async () => {
  await using temporary = await directoryWith({ secret: '\n', token: '' });
  assert.deepEqual(await readWebhookSecrets(temporary.path), {
    secrets: [],
    tokens: [],
    tokenFiles: [],
    empty: ['secret', 'token'],
  });
});

test('a secret or a token is enough to start', async () => {
  for (const name of ['secret', 'token']) {
    await using temporary = await directoryWith({ [name]: 'x' });
    assert.equal(await refuseWebhookSecrets(temporary.path), undefined);
  }
});

test('an empty secret file refuses the start, also beside a good one', async () => {
  await using temporary = await directoryWith({ secret: 'x', 'secret-new': '\n' });
  assert.match((await refuseWebhookSecrets(temporary.path)) ?? '', /secret-new in .* must not be empty/);
});

test('no secret and no token refuses the start and says what to create', async () => {
  await using temporary = await directoryWith({ other: 'x' });
  assert.match((await refuseWebhookSecrets(temporary.path)) ?? '', /found none; create a file "secret"/);
});

test('a missing directory refuses the start and says what to create', async () => {
  assert.match((await refuseWebhookSecrets('/nonexistent')) ?? '', /found ENOENT; create a file "secret"/);
});
