import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../../test/support/temporaryDirectory.ts';
import { namesBelow } from './namesBelow.ts';

test('what stays is counted while other directories come and go', async () => {
  await using directory = await temporaryDirectory('names');
  const stays = ['stays', 'stays-below'];
  await mkdir(join(directory.path, ...stays), { recursive: true });
  const ended = new AbortController();
  const churn = async (name: string): Promise<void> => {
    while (!ended.signal.aborted) {
      await mkdir(join(directory.path, name, 'below'), { recursive: true });
      await rm(join(directory.path, name), { recursive: true });
    }
  };
  const churning = Promise.all(['a', 'b', 'c'].map(churn));
  try {
    for (let look = 0; look < 200; look += 1) {
      const names = await namesBelow(directory.path);
      assert.deepEqual(new Set(stays).difference(new Set(names)), new Set());
    }
  } finally {
    ended.abort();
    await churning;
  }
});

test('a directory that is not there has no names', async () => {
  assert.deepEqual(await namesBelow('/nowhere/at/all'), []);
});
