import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createInflate } from 'node:zlib';
import { prepareVolume, writeTree } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';
import { git } from '../../../../test/support/git.ts';
import { gitWorld } from '../fixtures/gitWorld.ts';
import { Repository } from './repository.ts';

const never = new AbortController().signal;
const data = (text: string): string => `data ${text.length}\n${text}\n`;
const file = (number: number, value: string): string => {
  const path = `t${Math.floor(number / 500)}/d${Math.floor(number / 20)}/f${number}.yaml`;
  return `M 100644 inline ${path}\n${data(`value: ${value} of ${number}\n`)}`;
};

async function commit(cwd: string, change: number, files: string): Promise<void> {
  const from = change === 0 ? '' : 'from refs/heads/main^0\n';
  const head = `commit refs/heads/main\ncommitter A <a@b> ${1_700_000_000 + change} +0000\n${data('change')}${from}`;
  await git(['fast-import', '--quiet', '--done'], { cwd, input: `${head}${files}done\n` });
}

const inflated = { objects: 0, bytes: 0 };

// Below all of node:zlib: what inflates an object asks this once, and says last how much room there is for it.
const engine = Object.getPrototypeOf(Reflect.get(createInflate(), '_handle')) as Engine;
const { writeSync } = engine;
engine.writeSync = function counting(this: Engine, ...given) {
  inflated.objects += 1;
  inflated.bytes += Number(given.at(-1));
  return writeSync.apply(this, given);
};

type Engine = { writeSync: (...given: unknown[]) => unknown };

/** What is inflated while `work` runs. */
async function during(work: () => Promise<void>): Promise<{ objects: number; bytes: number }> {
  const before = { ...inflated };
  await work();
  return { objects: inflated.objects - before.objects, bytes: inflated.bytes - before.bytes };
}

for (const size of [200, 5000]) {
  test(`a one-file commit among ${size} files inflates no more than the objects on its path`, async () => {
    await using world = await gitWorld();
    const cwd = world.server.repositoryDirectory('config');
    const all = Array.from({ length: size }, (_, number) => file(number, 'first'));
    await commit(cwd, 0, all.join(''));
    const volume = join(world.directory, 'volume');
    await prepareVolume(volume);
    const { url, credentials, directory } = world;
    const options = { url, credentials, git: join(directory, 'git'), timeout: 20_000, userAgent: 'couplet/test' };
    const repository = await Repository.open({ ...options, onBytes: () => {}, now: () => 0 });
    let previous: { previous?: TreeId } = {};
    const publish = async (): Promise<void> => {
      const state = await repository.fetch('main', {}, never);
      assert.ok(state.kind === 'fetched');
      await writeTree(volume, state.head.tree, repository.objects, previous);
      previous = { previous: state.head.tree };
    };
    const first = await during(publish);
    assert.ok(first.objects > size && first.objects < 1.2 * size, `inflated ${first.objects} objects at first`);
    await commit(cwd, 1, file(21, 'second'));
    const second = await during(publish);
    repository.close();
    // Commit, three trees and one blob, each once, and the bases of their deltas.
    assert.ok(second.objects >= 5 && second.objects <= 9, `inflated ${second.objects} objects`);
    assert.ok(second.bytes < 16_384, `inflated ${second.bytes} bytes`);
  });
}
