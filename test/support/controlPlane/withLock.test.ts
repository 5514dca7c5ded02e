import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import { withLock } from './withLock.ts';

const ignore = () => {};

test('works under one lock do not overlap', async () => {
  await using directory = await temporaryDirectory('lock');
  const file = join(directory.path, 'deep', 'a.lock');
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    running -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(file, ignore, work)));
  assert.equal(most, 1);
});

test('the result of the work is given', async () => {
  await using directory = await temporaryDirectory('lock');
  assert.equal(await withLock(join(directory.path, 'a'), ignore, async () => 42), 42);
});

test('a failing work frees the lock', async () => {
  await using directory = await temporaryDirectory('lock');
  const file = join(directory.path, 'a');
  await assert.rejects(
    withLock(file, ignore, () => Promise.reject(new Error('no'))),
    /no/,
  );
  let waited = false;
  await withLock(
    file,
    () => (waited = true),
    async () => {},
  );
  assert.equal(waited, false);
});

test('who must wait is told, and goes on when the holder is killed', async () => {
  await using directory = await temporaryDirectory('lock');
  const file = join(directory.path, 'a');
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/holds-lock-until-killed.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  let waits = 0;
  const onWait = () => {
    waits += 1;
    holder.kill('SIGKILL');
  };
  await withLock(file, onWait, async () => {});
  assert.equal(waits, 1);
});
