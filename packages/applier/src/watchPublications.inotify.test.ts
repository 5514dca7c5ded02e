import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { eventually } from '../../../test/support/eventually.ts';
import { temporaryDirectory } from '../../../test/support/temporaryDirectory.ts';

const fixture = join(import.meta.dirname, 'fixtures', 'watchesPublications.ts');
const withoutWatches = 'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"';
const namespace = ['unshare', '--user', '--map-root-user', 'sh', '-c', withoutWatches, 'sh'];

/** A user namespace of its own with a limit of 0 watches; where nobody may make one, the limit of the machine. */
async function launcher(): Promise<{ command: readonly string[]; isBlind: boolean }> {
  const may = await promisify(execFile)('unshare', [...namespace.slice(1), 'true']).then(
    () => true,
    () => false,
  );
  return { command: may ? namespace : [], isBlind: may };
}

test('with an inotify limit of 0 a publication that is replaced is found all the same, and the reason is told', async () => {
  await using directory = await temporaryDirectory('inotify');
  const environments = join(directory.path, 'environments');
  await mkdir(environments);
  const { command, isBlind } = await launcher();
  const [program, ...rest] = [...command, process.execPath, fixture, directory.path];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const changes = (count: number): Promise<true> =>
    eventually(`${count} changes are told`, () => (output.split('changed staging').length > count ? true : undefined), {
      last: () => output,
    });
  try {
    await changes(1);
    for (const content of ['one', 'another']) {
      const told = output.split('changed staging').length;
      await writeFile(join(directory.path, 'new'), content);
      await rename(join(directory.path, 'new'), join(environments, 'staging.json'));
      await changes(told);
    }
    if (isBlind) assert.match(output, /blind .*ENOSPC/);
  } finally {
    child.kill('SIGKILL');
  }
});
