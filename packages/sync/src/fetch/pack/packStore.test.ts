import assert from 'node:assert/strict';
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { git } from '../../../../../test/support/git.ts';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { blobId, catAll, deltaOf, packAll, packEntry, packOf, receive, verifyByGit } from '../../fixtures/packs.ts';
import { PackStore } from './packStore.ts';

const never = new AbortController().signal;

async function world() {
  const temporary = await temporaryDirectory('packs');
  const packs = join(temporary.path, 'packs');
  await mkdir(packs);
  return { directory: temporary.path, packs, [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]() };
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** A repository with this history: one growing and changing file, many small ones, odd ones. */
async function history(directory: string, commits: number): Promise<string> {
  const cwd = join(directory, 'history.git');
  await git(['init', '--quiet', '--bare', '--initial-branch=main', cwd]);
  const parts: string[] = [];
  const lines = Array.from({ length: 400 }, (_, line) => `line ${line * 7919}`);
  for (let change = 0; change < commits; change += 1) {
    lines[(change * 37) % lines.length] = `changed by ${change}`;
    parts.push(
      `commit refs/heads/main\ncommitter A <a@b> ${1_700_000_000 + change} +0000\n${data(`change ${change}`)}`,
    );
    parts.push(`M 100644 inline grows.txt\n${data(lines.join('\n'))}`);
    parts.push(`M 100755 inline d${change % 7}/e/small-${change}.yaml\n${data(`value: ${change}\n`)}`);
  }
  parts.push(`M 100644 inline empty\n${data('')}`, `M 100644 inline big\n${data('0123456789abcdef'.repeat(200_000))}`);
  parts.push('tag v1\nfrom refs/heads/main\ntagger A <a@b> 1700000000 +0000\n', data('first version'), 'done\n');
  await git(['fast-import', '--quiet', '--done'], { cwd, input: parts.join('') });
  return cwd;
}

const ways: Readonly<Record<string, readonly string[]>> = {
  'chains of 250 deltas by offset': ['--delta-base-offset', '--depth=250', '--window=50', '--no-reuse-delta'],
  'chains of 250 deltas by id': ['--depth=250', '--window=50', '--no-reuse-delta'],
  'no deltas': ['--window=0', '--no-reuse-delta', '--depth=0'],
  'no compression': ['--compression=0', '--delta-base-offset', '--no-reuse-object'],
};

for (const [name, options] of Object.entries(ways)) {
  test(`every object of a pack with ${name} is the one that git reads`, async () => {
    await using w = await world();
    const cwd = await history(w.directory, 300);
    const store = await receive(w.packs, await packAll(cwd, ...options), 10_007);
    const expected = await catAll(cwd);
    assert.ok(expected.size > 1000);
    for (const [id, object] of expected) assert.deepEqual(store.read(id), object, id);
  });
}

test('git itself finds nothing wrong with the directory, index included', async () => {
  await using w = await world();
  const cwd = await history(w.directory, 50);
  await receive(w.packs, await packAll(cwd, '--delta-base-offset'));
  await verifyByGit(w.packs, join(w.directory, 'seen-by-git.git'));
});

test('a new process reads what the last one received', async () => {
  await using w = await world();
  const content = Buffer.from('content');
  await receive(w.packs, packOf([packEntry({ kind: 'blob', content })]));
  assert.deepEqual(PackStore.open(w.packs).read(blobId(content)), { type: 'blob', bytes: content });
});

test('a new process removes what a kill left half received', async () => {
  await using w = await world();
  await PackStore.open(w.packs).receive(never).write(Buffer.from('PACK'));
  PackStore.open(w.packs);
  assert.deepEqual(await readdir(w.packs), []);
});

test('an object that no pack has is an error that names it', async () => {
  await using w = await world();
  assert.throws(() => PackStore.open(w.packs).read('1'.repeat(40)), /Cannot read object 1{40}: a pack must have it/);
});

test('the empty tree is there without a pack', async () => {
  await using w = await world();
  const { type, bytes } = PackStore.open(w.packs).read('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  assert.deepEqual([type, bytes.length], ['tree', 0]);
});

test('a pack without objects leaves nothing behind', async () => {
  await using w = await world();
  await receive(w.packs, packOf([]));
  assert.deepEqual(await readdir(w.packs), []);
});

test('bytes that changed on the disk are never handed out', async () => {
  await using w = await world();
  const content = Buffer.from('content');
  const pack = packOf([
    packEntry({ kind: 'blob', content }),
    packEntry({ kind: 'blob', content: Buffer.from('other') }),
  ]);
  await receive(w.packs, pack);
  const other = packOf([packEntry({ kind: 'blob', content: Buffer.from('CONTENT') })]);
  const [name = ''] = (await readdir(w.packs)).filter((file) => file.endsWith('.pack'));
  other.copy(pack, 0, 0, other.length - 20);
  await writeFile(join(w.packs, name), pack);
  assert.throws(() => PackStore.open(w.packs).read(blobId(content)), {
    name: 'DamagedPackError',
    message: /must hash to it/,
  });
});

test('an object damaged in the newest pack is read from an older one', async () => {
  await using w = await world();
  const content = Buffer.from('content');
  await receive(w.packs, packOf([packEntry({ kind: 'blob', content })]));
  const store = PackStore.open(w.packs);
  const newest = store.receive(never);
  await newest.write(
    packOf([packEntry({ kind: 'blob', content }), packEntry({ kind: 'blob', content: Buffer.from('more') })]),
  );
  const received = await newest.keep();
  assert.ok(received);
  store.add(received);
  store.release();
  await truncate(join(w.packs, `${received.name}.pack`), 20);
  assert.deepEqual(store.read(blobId(content)).bytes, content);
});

test('a chain of 10,000 deltas is read without recursion', async () => {
  await using w = await world();
  const entries = [packEntry({ kind: 'blob', content: Buffer.from('x') })];
  for (let depth = 1; depth <= 10_000; depth += 1) {
    const last = entries.at(-1)?.length ?? 0;
    entries.push(packEntry({ kind: 'offset delta', base: last, content: deltaOf(depth, 'x') }));
  }
  await receive(w.packs, packOf(entries));
  const content = Buffer.from('x'.repeat(10_001));
  assert.deepEqual(PackStore.open(w.packs).read(blobId(content)).bytes, content);
});

test('deltas by id may lie before their bases, a whole chain of them backwards', async () => {
  await using w = await world();
  const contents = Array.from({ length: 2000 }, (_, depth) => Buffer.from('x'.repeat(depth + 1)));
  const entries = contents.map((content, depth) => {
    const before = contents[depth - 1];
    if (before === undefined) return packEntry({ kind: 'blob', content });
    return packEntry({ kind: 'id delta', base: Buffer.from(blobId(before), 'hex'), content: deltaOf(depth, 'x') });
  });
  const store = await receive(w.packs, packOf(entries.toReversed()));
  for (const content of contents) assert.deepEqual(store.read(blobId(content)).bytes, content);
});
