import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { temporaryDirectory } from '../support/temporaryVolume.ts';
import { MemoryObjects, executable, submodule, symlink, treeBytes } from '../support/memoryObjects.ts';
import type { Row } from '../support/memoryObjects.ts';
import { MalformedTreeError } from './malformedTreeError.ts';
import { objectId } from './objectId.ts';
import { parseTree } from './parseTree.ts';

const id = 'ab'.repeat(20);
const row = (name: string | Uint8Array, mode = '100644'): Row => ({ mode, name, id });
const refused = (rows: Row[]): MalformedTreeError => {
  try {
    parseTree(treeBytes(rows));
  } catch (error) {
    if (error instanceof MalformedTreeError) return error;
    throw error;
  }
  return assert.fail('accepted');
};

test('reads every mode that git writes', () => {
  const modes = ['100644', '100664', '100755', '40000', '040000', '120000', '160000'];
  const entries = parseTree(treeBytes(modes.map((mode, i) => row(`name-${i}`, mode))));
  assert.deepEqual(
    entries.map((entry) => (entry.kind === 'file' ? (entry.executable ? 'executable' : 'file') : entry.kind)),
    ['file', 'file', 'executable', 'directory', 'directory', 'symlink', 'submodule'],
  );
});

test('an empty tree has no entries', () => {
  assert.deepEqual(parseTree(new Uint8Array()), []);
});

test('reads and names trees as the git program does', async () => {
  await using directory = await temporaryDirectory();
  const git = (args: string[], input?: Buffer | string): string =>
    execFileSync('git', args, {
      cwd: directory.path,
      env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: directory.path },
      ...(input === undefined ? {} : { input }),
    }).toString();
  git(['init', '-q']);
  const objects = new MemoryObjects();
  const names = ['a', 'a.b', 'a-b', 'B', 'ü', '\u{1f600}', '\uff5e', ' space', 'new\nline', 'c:d', 'back\\slash'];
  const files = Object.fromEntries(names.map((name) => [name, `content of ${name}\n`]));
  const tree = objects.add({
    ...files,
    'a.c': { 'run.sh': executable('#!/bin/sh\n') },
    'a-d': symlink('../x'),
    dir: submodule(id),
    'dir.yaml': 'after dir as a file, before it as a directory\n',
    'dir-x': { x: 'x' },
  });
  for (const [blob, bytes] of objects.blobs)
    assert.equal(git(['hash-object', '-w', '--stdin'], Buffer.from(bytes)).trim(), blob);
  for (const bytes of objects.trees.values()) git(['hash-object', '-w', '-t', 'tree', '--stdin'], Buffer.from(bytes));
  const bytes = objects.trees.get(tree);
  assert.ok(bytes);
  const gitTypes = { file: 'blob', symlink: 'blob', directory: 'tree', submodule: 'commit' };
  const listing = parseTree(bytes).map((entry) => `${gitTypes[entry.kind]} ${entry.id}\t${entry.name}\0`);
  const theirs = git(['ls-tree', '-z', tree]).replaceAll(/(^|\0)[0-7]{6} /g, '$1');
  assert.equal(theirs, listing.join(''));
  assert.equal(git(['mktree', '-z', '--missing'], git(['ls-tree', '-z', tree])).trim(), tree);
});

const hostileNames = {
  'the parent': '..',
  'the directory itself': '.',
  'a name with a slash': 'a/b',
  'a path to the parent': '../etc',
  'no name': '',
  '.git': '.git',
  '.GIT': '.GIT',
  '.Git': '.Git',
  'NTFS: short name': 'git~1',
  'NTFS: short name in capitals': 'GIT~1',
  'NTFS: trailing space': '.git ',
  'NTFS: trailing dot': '.git.',
  'NTFS: trailing mixture': '.GIT . .',
  'NTFS: alternate stream': '.git::$INDEX_ALLOCATION',
  'NTFS: after a backslash': 'a\\.git',
  'NTFS: before a backslash': '.git\\config',
  'HFS: zero-width joiner': '.g\u200dit',
  'HFS: byte order mark': '\ufeff.git',
  'HFS: several': '\u200c.G\u202aI\u206fT\u200f',
};
for (const [what, name] of Object.entries(hostileNames)) {
  test(`refuses ${what}, naming tree and entry`, () => {
    const error = refused([row(name, '40000')]);
    assert.equal(error.entry, name);
    assert.equal(error.tree, objectId('tree', treeBytes([row(name, '40000')])));
    assert.ok(error.message.includes(error.tree) && error.message.includes(JSON.stringify(name)));
  });
}

test('accepts names that only look like .git', () => {
  const names = [
    '...',
    '.gitignore',
    '.github',
    '.gitmodules',
    '.git2',
    'git',
    'git~2',
    'x.git',
    'x\u200d',
    '..x',
  ].toSorted();
  assert.deepEqual(
    parseTree(treeBytes(names.map((name) => row(name)))).map((entry) => entry.name),
    names,
  );
});

test('keeps a byte order mark that is part of a name', () => {
  assert.equal(parseTree(treeBytes([row('\ufeffx.yaml')]))[0]?.name, '\ufeffx.yaml');
});

test('refuses a name that is not UTF-8', () => {
  assert.match(refused([row(Buffer.from([0x61, 0xff, 0x62]))]).message, /must be UTF-8/);
});

test('refuses a name that comes twice in a row', () => {
  assert.match(refused([row('a'), row('a')]).message, /twice/);
});

test('refuses a file and a directory of one name, also with others between them', () => {
  assert.match(refused([row('a'), row('a.b'), row('a', '40000')]).message, /twice/);
});

test('refuses entries that are out of order', () => {
  assert.match(refused([row('b'), row('a')]).message, /order/);
});

test('refuses a directory sorted as a file', () => {
  assert.match(refused([row('a', '40000'), row('a.b')]).message, /order/);
});

for (const mode of ['100600', '100645', '160001', '0', '777', '10064', '-40000', '20000']) {
  test(`refuses the mode ${JSON.stringify(mode)}`, () => {
    assert.match(refused([row('name', mode)]).message, /must have a mode of git/);
  });
}

test('refuses every truncation', () => {
  const bytes = treeBytes([row('first'), row('second', '40000')]);
  const boundary = treeBytes([row('first')]).length;
  for (let length = 1; length < bytes.length; length++) {
    if (length === boundary) continue;
    assert.throws(() => parseTree(bytes.subarray(0, length)), MalformedTreeError);
  }
});

test('refuses bytes that are no tree at all', () => {
  assert.throws(() => parseTree(Buffer.from('kind: ConfigMap\n'.repeat(100))), MalformedTreeError);
});
