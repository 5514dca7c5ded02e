import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MemoryObjects, executable, symlink } from '../support/memoryObjects.ts';
import { temporaryVolume } from '../support/temporaryVolume.ts';
import { repairTree } from '../write/repairTree.ts';
import { writeTree } from '../write/writeTree.ts';
import { checkTree } from './checkTree.ts';

type Place = { top: string; inner: string; at: (file: string) => string };
type Case = { damage: (place: Place) => void; file: (place: Place) => string; problem: RegExp };

const replace = (path: string, make: (path: string) => void): void => {
  rmSync(path, { recursive: true });
  make(path);
};

const cases: Record<string, Case> = {
  'an altered byte of a file': {
    damage: ({ inner, at }) => writeFileSync(at(`${inner}/f.yaml`), 'contenT'),
    file: ({ inner }) => `${inner}/f.yaml`,
    problem: /expected blob .*, found/,
  },
  'an altered byte of a large file': {
    damage: ({ inner, at }) => writeFileSync(at(`${inner}/large`), Buffer.alloc(3_000_000, 'b')),
    file: ({ inner }) => `${inner}/large`,
    problem: /expected blob .*, found/,
  },
  'a missing file': {
    damage: ({ inner, at }) => rmSync(at(`${inner}/f.yaml`)),
    file: ({ inner }) => `${inner}/f.yaml`,
    problem: /missing/,
  },
  'a file that became executable': {
    damage: ({ inner, at }) => chmodSync(at(`${inner}/f.yaml`), 0o755),
    file: ({ inner }) => `${inner}/f.yaml`,
    problem: /executable/,
  },
  'a file that is executable no more': {
    damage: ({ inner, at }) => chmodSync(at(`${inner}/run.sh`), 0o644),
    file: ({ inner }) => `${inner}/run.sh`,
    problem: /executable/,
  },
  'a symlink in place of a file': {
    damage: ({ inner, at }) => replace(at(`${inner}/f.yaml`), (path) => symlinkSync('run.sh', path)),
    file: ({ inner }) => `${inner}/f.yaml`,
    problem: /regular file/,
  },
  'a directory in place of a file': {
    damage: ({ inner, at }) =>
      replace(at(`${inner}/f.yaml`), (path) => mkdirSync(join(path, 'x'), { recursive: true })),
    file: ({ inner }) => `${inner}/f.yaml`,
    problem: /regular file/,
  },
  'a stranger': {
    damage: ({ inner, at }) => writeFileSync(at(`${inner}/evil.yaml`), 'kind: ClusterRoleBinding'),
    file: ({ inner }) => `${inner}/evil.yaml`,
    problem: /not part of the tree/,
  },
  'a directory of strangers': {
    damage: ({ inner, at }) => mkdirSync(at(`${inner}/evil/deep`), { recursive: true }),
    file: ({ inner }) => `${inner}/evil`,
    problem: /not part of the tree/,
  },
  'a symlink of the repository, materialised by someone': {
    damage: ({ inner, at }) => symlinkSync('/etc/passwd', at(`${inner}/link`)),
    file: ({ inner }) => `${inner}/link`,
    problem: /not part of the tree/,
  },
  'a sub-directory that leads elsewhere': {
    damage: ({ top, at }) => replace(at(`${top}/inner`), (path) => symlinkSync('/etc', path)),
    file: ({ top }) => `${top}/inner`,
    problem: /expected a symlink to \.\.\/[0-9a-f]{40}, found one to "\/etc"/,
  },
  'a real directory in place of a sub-directory': {
    damage: ({ top, at }) => replace(at(`${top}/inner`), (path) => mkdirSync(path)),
    file: ({ top }) => `${top}/inner`,
    problem: /expected a symlink/,
  },
  'an altered byte of a tree object': {
    damage: ({ inner, at }) => writeFileSync(at(`${inner}.tree`), '100644 x\0aaaaaaaaaaaaaaaaaaaa'),
    file: ({ inner }) => `${inner}.tree`,
    problem: /expected tree .*, found/,
  },
  'a missing tree object': {
    damage: ({ top, at }) => rmSync(at(`${top}.tree`)),
    file: ({ top }) => `${top}.tree`,
    problem: /missing/,
  },
  'a directory in place of a tree object': {
    damage: ({ inner, at }) => replace(at(`${inner}.tree`), (path) => mkdirSync(join(path, 'x'), { recursive: true })),
    file: ({ inner }) => `${inner}.tree`,
    problem: /regular file/,
  },
  'a missing directory': {
    damage: ({ inner, at }) => rmSync(at(inner), { recursive: true }),
    file: ({ inner }) => inner,
    problem: /expected a directory/,
  },
  'a file in place of a directory': {
    damage: ({ inner, at }) => replace(at(inner), (path) => writeFileSync(path, '')),
    file: ({ inner }) => inner,
    problem: /expected a directory/,
  },
  'a symlink in place of a directory': {
    damage: ({ inner, top, at }) => replace(at(inner), (path) => symlinkSync(top, path)),
    file: ({ inner }) => inner,
    problem: /expected a directory/,
  },
};

for (const [what, { damage, file, problem }] of Object.entries(cases)) {
  test(`finds ${what}, and a repair mends it`, async () => {
    await using volume = await temporaryVolume();
    const objects = new MemoryObjects();
    const directory = {
      'f.yaml': 'content',
      large: Buffer.alloc(3_000_000, 'a'),
      'run.sh': executable('#!/bin/sh\n'),
      link: symlink('f.yaml'),
    };
    const inner = objects.add(directory);
    const top = objects.add({ inner: directory, 'z.yaml': 'z' });
    await writeTree(volume.root, top, objects);
    const place = { top, inner, at: (name: string) => join(volume.root, 'trees', name) };
    damage(place);

    const [found, ...others] = await checkTree(volume.root, top);
    assert.equal(found?.file, `trees/${file(place)}`);
    assert.match(found.problem, problem);
    assert.deepEqual(others, []);

    await repairTree(volume.root, top, objects);
    assert.deepEqual(await checkTree(volume.root, top), []);
  });
}

test('lists every damage, in all directories', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ a: 'a', b: 'b', d: { c: 'c' } });
  const inner = objects.add({ c: 'c' });
  await writeTree(volume.root, tree, objects);
  const files = [`trees/${tree}/a`, `trees/${tree}/b`, `trees/${inner}/c`];
  for (const file of files) writeFileSync(join(volume.root, file), 'damaged');
  assert.deepEqual(
    (await checkTree(volume.root, tree)).map((damage) => damage.file),
    files,
  );
});

test('stops when it is told to', async () => {
  await using volume = await temporaryVolume();
  const objects = new MemoryObjects();
  const tree = objects.add({ a: 'a' });
  await writeTree(volume.root, tree, objects);
  const reason = new Error('stop');
  await assert.rejects(checkTree(volume.root, tree, { signal: AbortSignal.abort(reason) }), reason);
});
