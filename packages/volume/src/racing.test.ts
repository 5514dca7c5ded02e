import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { MemoryObjects } from './support/memoryObjects.ts';
import { publicationOf } from './support/publicationOf.ts';
import { temporaryVolume } from './support/temporaryVolume.ts';
import { addVersion, marks } from './support/versions.ts';
import {
  compareTrees,
  readFile,
  readPublication,
  readTree,
  removeUnusedTrees,
  writePublication,
  writeTree,
} from './index.ts';
import type { TreeId } from './index.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

/** Reads all of a tree, handing the event loop on at each directory, and gives what its version files say. */
async function versionsIn(
  root: string,
  tree: TreeId,
  between: () => Promise<unknown> = setImmediate,
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readTree(root, tree)) {
    await between();
    if (entry.kind === 'directory') found.push(...(await versionsIn(root, entry.id, between)));
    if (entry.kind !== 'file') continue;
    const text = Buffer.from(await readFile(root, tree, entry)).toString();
    if (entry.name === 'version.txt') found.push(text.trim());
  }
  return found;
}

test('readers beside a writer see one complete version at any time, through 300 publications and 60 removals', async () => {
  await using volume = await temporaryVolume();
  const { root } = volume;
  const rounds = 60;
  const writer = fork(fixture('publishesInRounds.ts'), [root, String(rounds)]);
  const exited = once(writer, 'exit');
  const stop = new AbortController();
  const readers = [0, 1, 2].map(() => ({ reads: 0, latest: -1, tree: undefined as TreeId | undefined }));
  let waiting: (() => void)[] = [];

  const loop = async (reader: (typeof readers)[number]): Promise<void> => {
    while (!stop.signal.aborted) {
      const read = await readPublication(root, 'staging');
      await setImmediate();
      if (read.kind === 'absent') {
        assert.equal(reader.latest, -1, 'a publication vanished');
        continue;
      }
      if (read.kind === 'damaged') assert.fail(read.problem);
      const { subject, tree } = read.publication;
      assert.ok(Number(subject) >= reader.latest, 'an older publication came back');
      assert.deepEqual(await versionsIn(root, tree), Array(2 * marks).fill(subject));
      await compareTrees(root, reader.tree, tree);
      Object.assign(reader, { reads: reader.reads + 1, latest: Number(subject), tree });
      for (const wake of waiting.splice(0)) wake();
    }
  };

  // The writer keeps 15 publications and waits after each 5 until every reader has read once more, so that no reader,
  // however slow this machine is, holds on to a tree that is not kept.
  const answer = async (): Promise<void> => {
    const before = readers.map(({ reads }) => reads);
    while (readers.some(({ reads }, i) => reads <= (before[i] ?? 0))) {
      await new Promise<void>((wake) => waiting.push(wake));
    }
    if (writer.connected) writer.send('go on');
  };
  let answered = 0;
  const failed = Promise.withResolvers<never>();
  writer.on('message', () => {
    answered += 1;
    answer().catch(failed.reject);
  });
  const loops = readers.map(loop);
  try {
    await Promise.race([exited, failed.promise, ...loops]);
  } finally {
    stop.abort();
    writer.kill();
    await Promise.all(loops);
  }
  assert.deepEqual(await exited, [0, null]);
  assert.equal(answered, rounds);
  assert.ok(readers.every(({ reads }) => reads >= rounds));
});

test('a slow reader sees one complete tree to the end, while five publications and removals follow', async () => {
  await using volume = await temporaryVolume();
  const { root } = volume;
  const objects = new MemoryObjects();
  const published: TreeId[] = [];
  const publish = async (): Promise<void> => {
    const tree = addVersion(objects, published.length);
    await writeTree(root, tree, objects, published.at(-1) === undefined ? {} : { previous: published.at(-1) ?? tree });
    await writePublication(root, publicationOf(tree));
    published.push(tree);
    await removeUnusedTrees(root, published.slice(-6));
  };
  await publish();
  const [first = assert.fail()] = published;
  let steps = 0;
  const versions = await versionsIn(root, first, async () => {
    if (steps++ % 5 === 0 && published.length < 6) await publish();
  });
  assert.equal(published.length, 6);
  assert.deepEqual(versions, Array(2 * marks).fill('0'));
  await publish();
  await assert.rejects(readTree(root, first), { name: 'DamagedTreeError' });
});

test('a writer and a reader need no more than 256 open files', async () => {
  await using volume = await temporaryVolume();
  const command = 'ulimit -n 256 && exec "$0" "$@"';
  const args = ['-c', command, process.execPath, fixture('writesAndReadsManyFiles.ts'), volume.root];
  assert.equal(execFileSync('sh', args, { encoding: 'utf8' }), 'sound\n');
});
