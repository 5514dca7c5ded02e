import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readToken } from './readToken.ts';

async function tokenOf(text: string): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'couplet-token-'));
  try {
    await writeFile(join(directory, 'token'), text);
    return await readToken(join(directory, 'token'));
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('without a file actions are off', async () => assert.equal(await readToken(undefined), undefined));

test('a line break at the end is not part of the token', async () => assert.equal(await tokenOf('word\n'), 'word'));

test('an empty file is no token', async () => await assert.rejects(tokenOf(' \n'), /must not be empty/));

test('a file that is missing is an error', async () => await assert.rejects(readToken('/nonexistent/token'), /ENOENT/));
