import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { DamagedTreeError, type TreeId } from '@couplet/volume';
import { TestVolume, type Files } from './fixtures/testVolume.ts';
import { Follower } from './follower.ts';
import { ManifestIndex } from './manifestIndex.ts';

const configMap = (name: string, value = '1') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "${value}"}\n`;
const names = (index: ManifestIndex) => [...index.entries()].map(({ name }) => name).toSorted();

/** Files that the index read anew, or for the first time. */
const otherThan = (before: ReadonlyMap<string, unknown>, index: ManifestIndex) =>
  [...index.files()].filter(([path, file]) => before.get(path) !== file).map(([path]) => path);

async function load(volume: TestVolume, files: Files, prefix = ''): Promise<{ index: ManifestIndex; tree: TreeId }> {
  const index = new ManifestIndex({ root: volume.root, prefix });
  const tree = await volume.write(files);
  await index.update({ tree });
  return { index, tree };
}

/** Makes the file on the volume something else than its tree says. */
async function damage(volume: TestVolume, tree: TreeId, name: string): Promise<void> {
  const file = join(volume.root, 'trees', tree, name);
  await rm(file);
  await writeFile(file, 'damaged');
}

describe('a first update', () => {
  test('reads yaml, yml and json of any case, and nothing else', async () => {
    await using volume = await TestVolume.create();
    const files = {
      'a.yaml': configMap('a'),
      'b.YML': configMap('b'),
      'c.Json': '{"apiVersion":"v1","kind":"A","metadata":{"name":"c"}}',
      'd.md': '{{',
      yaml: '{{',
      'e.yaml.bak': '{{',
    };
    const { index } = await load(volume, files);
    assert.deepEqual([names(index), index.faults()], [['a', 'b', 'c'], []]);
  });

  test('shows files from the root of the repository', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, { base: { 'a.yaml': configMap('a') } }, 'clusters/staging');
    assert.deepEqual(
      [...index.entries()].map(({ source }) => source.file),
      ['clusters/staging/base/a.yaml'],
    );
    assert.equal(index.file('clusters/staging/base/a.yaml')?.manifests.length, 1);
    assert.equal(index.file('base/a.yaml'), undefined);
  });

  test('tells faults and notes by file', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, {
      'b.yaml': 'a: [',
      'a.yaml': '- a',
      'c.yaml': `${configMap('c')}status: {}\n`,
    });
    assert.deepEqual(
      index.faults().map(({ file, code }) => `${file} ${code}`),
      ['a.yaml not-an-object', 'b.yaml yaml-syntax'],
    );
    assert.deepEqual(
      index.notes().map(({ file }) => file),
      ['c.yaml'],
    );
  });

  test('refuses a file over 8 MiB without reading it', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, { 'a.yaml': `# ${'x'.repeat(8 * 1024 * 1024)}`, 'b.yaml': configMap('b') });
    assert.deepEqual(
      [index.faults().map(({ code, file }) => [code, file]), names(index)],
      [[['too-large', 'a.yaml']], ['b']],
    );
  });

  test('of an empty tree shows nothing', async () => {
    await using volume = await TestVolume.create();
    const { index, tree } = await load(volume, {});
    assert.deepEqual([index.size, index.tree], [0, tree]);
  });
});

describe('a later update', () => {
  const before: Files = { 'a.yaml': configMap('a'), deep: { 'b.yaml': configMap('b') }, 'c.yaml': configMap('c') };

  test('of the same tree reads nothing', async () => {
    await using volume = await TestVolume.create();
    const { index, tree } = await load(volume, before);
    const { changedFiles, directoriesRead } = await index.update({ tree });
    assert.deepEqual({ changedFiles, directoriesRead }, { changedFiles: 0, directoriesRead: 0 });
  });

  test('reads only what changed', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, before);
    const files = new Map(index.files());
    const { changedFiles } = await index.update({
      tree: await volume.write({ ...before, 'a.yaml': configMap('a', '2') }),
    });
    assert.deepEqual([changedFiles, otherThan(files, index), index.size], [1, ['a.yaml'], 3]);
  });

  test('tells whoever follows the files which of them changed', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, before);
    const follower = new Follower<string>();
    follower.look(index.files());
    await index.update({ tree: await volume.write({ ...before, deep: { 'b.yaml': configMap('b', '2') } }) });
    assert.deepEqual([...(follower.look(index.files()) ?? ['all'])], ['deep/b.yaml']);
  });

  test('forgets a file that left, its faults too', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, { ...before, 'bad.yaml': '- a' });
    const { changedFiles } = await index.update({ tree: await volume.write({ 'a.yaml': configMap('a') }) });
    assert.deepEqual([changedFiles, names(index), index.faults()], [3, ['a'], []]);
  });

  test('follows a renamed file', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, before);
    await index.update({
      tree: await volume.write({ ...before, 'a.yaml': 'status: {}', moved: { 'a.yaml': configMap('a') } }),
    });
    assert.deepEqual([...index.entries()].find(({ name }) => name === 'a')?.source.file, 'moved/a.yaml');
  });

  test('does not need the tree that it showed, and keeps what is the same', async () => {
    await using volume = await TestVolume.create();
    const { index, tree } = await load(volume, before);
    const next = await volume.write({ 'a.yaml': configMap('a'), 'd.yaml': configMap('d') });
    await rm(join(volume.root, 'trees', `${tree}.tree`));
    const files = new Map(index.files());
    const { changedFiles } = await index.update({ tree: next });
    assert.deepEqual([changedFiles, otherThan(files, index), names(index)], [3, ['d.yaml'], ['a', 'd']]);
  });
});

describe('an update that fails leaves the index as it was', () => {
  const before: Files = { 'a.yaml': configMap('a'), 'bad.yaml': '- a' };
  const after: Files = { 'b.yaml': configMap('b'), 'z.yaml': configMap('z') };

  test('by a damaged file', async () => {
    await using volume = await TestVolume.create();
    const { index, tree } = await load(volume, before);
    const next = await volume.write(after);
    await damage(volume, next, 'z.yaml');
    await assert.rejects(index.update({ tree: next }), DamagedTreeError);
    assert.deepEqual([index.tree, names(index), index.faults().length], [tree, ['a'], 1]);
  });

  test('by an abort', async () => {
    await using volume = await TestVolume.create();
    const { index, tree } = await load(volume, before);
    const reason = new Error('superseded');
    await assert.rejects(index.update({ tree: await volume.write(after), signal: AbortSignal.abort(reason) }), reason);
    assert.deepEqual([index.tree, names(index)], [tree, ['a']]);
  });

  test('and succeeds once the volume is sound again', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, before);
    const next = await volume.write(after);
    const file = join(volume.root, 'trees', next, 'z.yaml');
    const sound = await readFile(file);
    await damage(volume, next, 'z.yaml');
    await assert.rejects(index.update({ tree: next }), DamagedTreeError);
    await rm(file);
    await writeFile(file, sound);
    await index.update({ tree: next });
    assert.deepEqual(names(index), ['b', 'z']);
  });
});
const oneFile = (count: number): Files => ({
  'a.yaml': Array.from({ length: count }, (_, index) => configMap(`a${index}`)).join('---\n'),
});

describe('a body', () => {
  test('just loaded is not read again', async () => {
    await using volume = await TestVolume.create();
    const { index, tree } = await load(volume, oneFile(1));
    await damage(volume, tree, 'a.yaml');
    const [entry] = index.entries();
    assert.deepEqual((await index.readBody(entry ?? assert.fail()))['data'], { a: '1' });
  });

  test('is read again from the volume when it left the cache', async () => {
    await using volume = await TestVolume.create();
    const big: Files = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [
        `b${index}.yaml`,
        configMap(`b${index}`, 'x'.repeat(2_000_000)) + `---\n# ${'x'.repeat(2_000_000)}\n`,
      ]),
    );
    const { index } = await load(volume, { 'a.yaml': oneFile(3)['a.yaml'] ?? '', ...big }, 'staging');
    const entry = [...index.entries()].find(({ name }) => name === 'a2') ?? assert.fail();
    assert.deepEqual((await index.readBody(entry))['metadata'], { name: 'a2' });
  });

  test('that the volume does not hold is an error that names file and line', async () => {
    await using volume = await TestVolume.create();
    const { index } = await load(volume, oneFile(1));
    const [entry] = index.entries();
    const other = { ...(entry ?? assert.fail()), digest: '0'.repeat(64) };
    await assert.rejects(
      index.readBody(other),
      /^Error: Cannot read a\.yaml:1 of tree [0-9a-f]{40}: expected a manifest of digest 0{64}, found digest/,
    );
  });
});

test('the event loop turns while 1,000 files are loaded', async () => {
  await using volume = await TestVolume.create();
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`f${index}.yaml`, configMap(`f${index}`)]),
  );
  const index = new ManifestIndex({ root: volume.root, prefix: '' });
  const tree = await volume.write(files);
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  await index.update({ tree });
  clearImmediate(next);
  assert.ok(turns > 2, `${turns} turns`);
});

test('loading writes nothing to the volume', async () => {
  await using volume = await TestVolume.create();
  const list = async () => (await readdir(volume.root, { recursive: true })).toSorted();
  const tree = await volume.write({ 'a.yaml': configMap('a') });
  const before = await list();
  await new ManifestIndex({ root: volume.root, prefix: '' }).update({ tree });
  assert.deepEqual(await list(), before);
});
