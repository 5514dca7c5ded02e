import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { checkTree } from '@couplet/volume';
import { eventually } from '../../../test/support/eventually.ts';
import type { Program } from '../../../test/support/program.ts';
import { smallDisk } from './fixtures/smallDisk.ts';
import { SyncProcess } from './fixtures/syncProcess.ts';

/** Root writes where nobody may, unless it gives up that right. */
const launcher =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override', '--inh-caps', '-dac_override', '--'] : [];

type Broken = { says: RegExp; mend: () => Promise<void> };

async function withoutPermission(directory: string, below: readonly string[]): Promise<Broken> {
  const all = [directory, ...below.map((name) => join(directory, name))];
  for (const one of all) await chmod(one, 0o555);
  return {
    says: /EACCES/,
    async mend() {
      for (const one of all) await chmod(one, 0o755);
    },
  };
}

// Where nobody may mount, a file in the place of the directory is a disk that takes nothing, for everybody.
async function withoutDirectory(directory: string): Promise<Broken> {
  await rename(directory, `${directory}.away`);
  await writeFile(directory, '');
  return {
    says: /ENOTDIR|EEXIST/,
    async mend() {
      await rm(directory);
      await rename(`${directory}.away`, directory);
    },
  };
}

const incompressible = (): string =>
  Array.from({ length: 40_000 }, () => Math.random().toString(36).slice(2, 7)).join('');

/** Each breaks a directory that was in use and says how it is mended. */
const faults: Record<string, (disk: Awaited<ReturnType<typeof smallDisk>>, directory: string) => Promise<Broken>> = {
  async 'is full'(disk, directory) {
    if (disk === undefined) return withoutDirectory(directory);
    await disk.fill();
    return { says: /ENOSPC/, mend: () => disk.free() };
  },
  async 'is read-only'(disk, directory) {
    if (disk === undefined) return withoutDirectory(directory);
    await eventually('nothing is being written', () =>
      disk.readOnly(true).then(
        () => true,
        () => undefined,
      ),
    );
    return { says: /EROFS/, mend: () => disk.readOnly(false) };
  },
};

for (const place of ['volume', 'git'] as const) {
  for (const [name, fault] of Object.entries(faults)) {
    test(`while the disk of the ${place} directory ${name}, what is published stays and the cause is named; it recovers by itself`, async () => {
      await using world = await SyncProcess.prepare();
      const directory = place === 'volume' ? world.volume : join(world.git.directory, 'git');
      await using disk = await smallDisk(directory, '4m');
      const first = await world.git.push({ 'a.yaml': '1' });
      const program = await world.start();
      await world.reaches(first);
      const { says, mend } = await fault(disk, directory);
      const second = await world.git.push({ 'a.yaml': '2', 'big/noise': incompressible() });
      await world.notify();
      await assertNamed(world, says);
      await assertLogged(program, says);
      if (disk !== undefined || place === 'git') assert.equal((await world.publication())?.commit, first);
      await mend();
      await recovers(world, second);
    });
  }

  test(`while the ${place} directory may not be written, what is published stays and the cause is named; it recovers by itself`, async () => {
    await using world = await SyncProcess.prepare();
    const first = await world.git.push({ 'a.yaml': '1' });
    const program = await world.start({ launcher });
    await world.reaches(first);
    const directory = place === 'volume' ? world.volume : join(world.git.directory, 'git');
    const { says, mend } = await withoutPermission(directory, await partsOf(world, place));
    const second = await world.git.push({ 'a.yaml': '2' });
    await world.notify();
    await assertNamed(world, says);
    await assertLogged(program, says);
    assert.equal((await world.publication())?.commit, first);
    await mend();
    await recovers(world, second);
  });
}

test('a start on a volume that may not be written says so, and publishes once it may', async () => {
  await using world = await SyncProcess.prepare();
  const first = await world.git.push({ 'a.yaml': '1' });
  await mkdir(world.volume);
  const { says, mend } = await withoutPermission(world.volume, []);
  await world.start({ launcher });
  await assertNamed(world, says);
  await mend();
  await recovers(world, first);
});

/** The directories in it that sync writes into. */
async function partsOf(world: SyncProcess, place: 'volume' | 'git'): Promise<readonly string[]> {
  const root = place === 'volume' ? world.volume : join(world.git.directory, 'git');
  const entries = await readdir(root, { recursive: place === 'git', withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

async function assertNamed(world: SyncProcess, says: RegExp): Promise<void> {
  const error = await eventually(
    'the status names the cause',
    async () => {
      const { environments } = await world.json('/status');
      return environments[0].state === 'failed' ? environments[0].error.why : undefined;
    },
    { last: () => world.program?.log.slice(-5) },
  );
  assert.match(error, says);
}

async function assertLogged(program: Program, says: RegExp): Promise<void> {
  await eventually('the log names the cause', () => program.log.find((line) => says.test(JSON.stringify(line))));
}

/** Without a webhook: the next try is sync's own. */
async function recovers(world: SyncProcess, commit: string): Promise<void> {
  await world.reaches(commit);
  const publication = await world.publication();
  assert.deepEqual(publication && (await checkTree(world.volume, publication.tree)), []);
  await eventually('the status is well', async () => {
    const { environments } = await world.json('/status');
    return environments[0].error === undefined ? true : undefined;
  });
}
