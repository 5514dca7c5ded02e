import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../../../../test/support/temporaryDirectory.ts';
import { readCredentials } from './readCredentials.ts';

async function read(files: Record<string, string>) {
  await using temporary = await temporaryDirectory();
  for (const [name, content] of Object.entries(files)) await writeFile(join(temporary.path, name), content);
  const { authorization, ca } = await readCredentials(temporary.path);
  const pair =
    authorization === undefined ? undefined : Buffer.from(authorization.slice('Basic '.length), 'base64').toString();
  return { pair, ca };
}

test('username and password are sent as they are, without a trailing newline', async () => {
  assert.equal((await read({ username: 'bot\n', password: 'p:w\n' })).pair, 'bot:p:w');
});

test('a token is the password of x-access-token', async () => {
  assert.equal((await read({ token: 't' })).pair, 'x-access-token:t');
});

test('a token is the password of the username that is given', async () => {
  assert.equal((await read({ token: 't', username: 'oauth2' })).pair, 'oauth2:t');
});

test('no files are an anonymous reader', async () => {
  assert.deepEqual(await read({}), { pair: undefined, ca: undefined });
});

test('an absent directory is an anonymous reader', async () => {
  assert.deepEqual(await readCredentials('/nonexistent'), {});
});
