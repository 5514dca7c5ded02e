import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
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

/** Counts what is inflated while `work` runs. */
async function inflated(work: () => Promise<void>): Promise<{ objects: number; bytes: number }> {
  const counted = { objects: 0, bytes: 0 };
  const original = zlib.inflateSync;
  zlib.inflateSync = (...given: Parameters<typeof original>) => {
    const answer = original(...given);
    counted.objects += 1;
    counted.bytes += 'buffer' in answer ? answer.buffer.byteLength : 0;
    return answer;
  };
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    zlib.inflateSync = original;
    syncBuiltinESMExports();
  }
  return counted;
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
    const first = await inflated(publish);
    assert.ok(first.objects > size && first.objects < 1.2 * size, `inflated ${first.objects} objects at first`);
    await commit(cwd, 1, file(21, 'second'));
    const second = await inflated(publish);
    repository.close();
    // Commit, three trees and one blob, each once, and the bases of their deltas.
    assert.ok(second.objects >= 5 && second.objects <= 9, `inflated ${second.objects} objects`);
    assert.ok(second.bytes < 16_384, `inflated ${second.bytes} bytes`);
  });
}
