import assert from 'node:assert/strict';
import { mkdir, mkdtempDisposable, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withLines } from './fixtures/problemsOf.ts';
import { steppedWatch } from './fixtures/steppedWatch.ts';
import { parseConfig } from './parseConfig.ts';
import { watchConfig } from './watchConfig.ts';

const all = withLines('');
const each = withLines('    gate: each\n');
const bad = withLines('    gate: al\n');
const refused = 'invalid expected all or each, found "al"';
const vanished = 'invalid cannot read the file: it does not exist (ENOENT)';

/** A file with `content` in a directory of its own. */
async function fileWith(content: string): Promise<AsyncDisposable & { file: string; directory: string }> {
  const temporary = await mkdtempDisposable(join(tmpdir(), 'couplet-watch-'));
  const file = join(temporary.path, 'couplet.yaml');
  await writeFile(file, content);
  return { file, directory: temporary.path, [Symbol.asyncDispose]: () => temporary.remove() };
}

test('a file that does not change is not reported', async () => {
  await using place = await fileWith(all);
  await using watch = await steppedWatch(place.file);
  assert.deepEqual([watch.first, await watch.lookAgain(), await watch.lookAgain()], [[], [], []]);
});

test('a new content is reported once', async () => {
  await using place = await fileWith(all);
  await using watch = await steppedWatch(place.file);
  await writeFile(place.file, each);
  assert.deepEqual([await watch.lookAgain(), await watch.lookAgain()], [['valid each'], []]);
});

test('the same content written again is not reported', async () => {
  await using place = await fileWith(all);
  await using watch = await steppedWatch(place.file);
  await writeFile(place.file, all);
  assert.deepEqual(await watch.lookAgain(), []);
});

test('a bad content is reported once', async () => {
  await using place = await fileWith(all);
  await using watch = await steppedWatch(place.file);
  await writeFile(place.file, bad);
  assert.deepEqual([await watch.lookAgain(), await watch.lookAgain()], [[refused], []]);
});

test('a bad content after another bad content is reported', async () => {
  await using place = await fileWith(bad);
  await using watch = await steppedWatch(place.file);
  await writeFile(place.file, bad.replace('al', 'eac'));
  assert.deepEqual(await watch.lookAgain(), [refused.replace('"al"', '"eac"')]);
});

test('going back to the last good content is reported', async () => {
  await using place = await fileWith(all);
  await using watch = await steppedWatch(place.file);
  await writeFile(place.file, bad);
  await watch.lookAgain();
  await writeFile(place.file, all);
  assert.deepEqual(await watch.lookAgain(), ['valid all']);
});

test('a file that vanishes is a problem, once, until it is back', async () => {
  await using place = await fileWith(all);
  await using watch = await steppedWatch(place.file);
  await rm(place.file);
  const gone = [await watch.lookAgain(), await watch.lookAgain()];
  await writeFile(place.file, all);
  assert.deepEqual([...gone, await watch.lookAgain()], [[vanished], [], ['valid all']]);
});

test('a file that is bad at the first look is reported', async () => {
  await using place = await fileWith(bad);
  await using watch = await steppedWatch(place.file);
  assert.deepEqual(watch.first, [refused]);
});

test('a change between reading the configuration and the first look is reported', async () => {
  await using place = await fileWith(each);
  const read = parseConfig(all, 'couplet.yaml');
  if (read.kind === 'invalid') assert.fail('the fixture is invalid');
  await using watch = await steppedWatch(place.file, { current: read.config });
  assert.deepEqual(watch.first, ['valid each']);
});

test('a first look that says what is in force is not reported', async () => {
  await using place = await fileWith(`# another comment\n${all}`);
  const read = parseConfig(all, 'couplet.yaml');
  if (read.kind === 'invalid') assert.fail('the fixture is invalid');
  await using watch = await steppedWatch(place.file, { current: read.config });
  assert.deepEqual(watch.first, []);
});

test('a ConfigMap mount that flips its symlink is noticed', async () => {
  await using place = await fileWith('unused');
  const { file, directory } = place;
  await rm(file);
  for (const [name, content] of [
    ['..2026_11_21_1', all],
    ['..2026_11_21_2', each],
  ] as const) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'couplet.yaml'), content);
  }
  await symlink('..2026_11_21_1', join(directory, '..data'));
  await symlink('..data/couplet.yaml', file);
  await using watch = await steppedWatch(file);

  await symlink('..2026_11_21_2', join(directory, '..data_tmp'));
  await rename(join(directory, '..data_tmp'), join(directory, '..data'));
  await rm(join(directory, '..2026_11_21_1'), { recursive: true });
  assert.deepEqual([watch.first, await watch.lookAgain()], [[], ['valid each']]);
});

test('the pause between two looks is 2 seconds, or what the caller says', async () => {
  await using place = await fileWith(all);
  const pauses: number[] = [];
  for (const interval of [undefined, 50]) {
    const controller = new AbortController();
    await watchConfig(place.file, {
      onValid: () => assert.fail('nothing changed'),
      onInvalid: () => assert.fail('nothing is wrong'),
      signal: controller.signal,
      ...(interval !== undefined && { interval }),
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        controller.abort();
      },
    });
  }
  assert.deepEqual(pauses, [2000, 50]);
});

test('aborting ends the watch during a real pause', async () => {
  await using place = await fileWith(bad);
  const controller = new AbortController();
  await watchConfig(place.file, {
    onValid: () => assert.fail('the file is bad'),
    onInvalid: () => setImmediate(() => controller.abort()),
    signal: controller.signal,
    interval: 600_000,
  });
  assert.ok(controller.signal.aborted);
});

test('an aborted watch reports nothing', async () => {
  await using place = await fileWith(bad);
  await watchConfig(place.file, {
    onValid: () => assert.fail('reported'),
    onInvalid: () => assert.fail('reported'),
    signal: AbortSignal.abort(),
  });
});

test('what a callback throws ends the watch', async () => {
  await using place = await fileWith(bad);
  const thrown = new Error('from the callback');
  const watch = watchConfig(place.file, {
    onValid: () => {},
    onInvalid: () => {
      throw thrown;
    },
    signal: new AbortController().signal,
  });
  await assert.rejects(watch, thrown);
});
