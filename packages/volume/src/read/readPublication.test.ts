import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { treeId } from '../format/ids.ts';
import { publicationPath } from '../format/layout.ts';
import { publicationOf } from '../support/publicationOf.ts';
import { temporaryDirectory, temporaryVolume } from '../support/temporaryVolume.ts';
import { listPublications } from './listPublications.ts';
import { readPublication } from './readPublication.ts';

const sound = publicationOf(treeId('ab'.repeat(20)), {
  receivedAt: '2026-11-21T12:00:00.5Z',
  deliveries: ['72d3162e-cc78-11e3-81ab-4c9367dc0958'],
  skipped: [{ path: 'docs/link', reason: 'symlink' }],
});

test('gives the publication that was written', async () => {
  await using volume = await temporaryVolume();
  writeFileSync(publicationPath(volume.root, 'staging'), JSON.stringify(sound));
  assert.deepEqual(await readPublication(volume.root, 'staging'), { kind: 'publication', publication: sound });
});

test('leaves out what the format does not know', async () => {
  await using volume = await temporaryVolume();
  const text = JSON.stringify({ ...sound, later: 1 }).replace('{', '{"__proto__":{"polluted":true},"constructor":1,');
  writeFileSync(publicationPath(volume.root, 'staging'), text);
  assert.deepEqual(await readPublication(volume.root, 'staging'), { kind: 'publication', publication: sound });
});

test('no file is absent', async () => {
  await using volume = await temporaryVolume();
  assert.deepEqual(await readPublication(volume.root, 'staging'), { kind: 'absent' });
});

test('an unprepared volume has no publication', async () => {
  await using directory = await temporaryDirectory();
  assert.deepEqual(await readPublication(directory.path, 'staging'), { kind: 'absent' });
  assert.deepEqual(await listPublications(directory.path), []);
});

const { commit: _commit, ...withoutCommit } = sound;
const damages: Record<string, [text: string | Uint8Array, problem: RegExp]> = {
  'an empty file': ['', /JSON/],
  'half a file': [JSON.stringify(sound).slice(0, 100), /JSON/],
  null: ['null', /JSON object, found null/],
  'a list': ['[]', /JSON object/],
  'bytes that are not UTF-8': [Buffer.from([0x7b, 0xff, 0x7d]), /not valid/],
  'another format': [JSON.stringify({ ...sound, format: 2 }), /format: expected 1, found 2/],
  'another environment': [
    JSON.stringify({ ...sound, environment: 'production' }),
    /expected "staging".*found "production"/,
  ],
  'no commit': [JSON.stringify(withoutCommit), /commit: expected a commit id, found nothing/],
  'a short commit id': [JSON.stringify({ ...sound, commit: 'c0ffee' }), /commit: .*found "c0ffee"/],
  'a tree id in capitals': [JSON.stringify({ ...sound, tree: 'AB'.repeat(20) }), /tree: expected a tree id/],
  'a tree id that is a path': [JSON.stringify({ ...sound, tree: '../../etc' }), /tree: expected a tree id/],
  'a time that is none': [JSON.stringify({ ...sound, publishedAt: 'yesterday' }), /publishedAt/],
  'a month that is none': [JSON.stringify({ ...sound, committedAt: '2026-13-01T00:00:00Z' }), /committedAt/],
  'a time of another type': [JSON.stringify({ ...sound, receivedAt: 0 }), /receivedAt/],
  'deliveries that are not strings': [JSON.stringify({ ...sound, deliveries: [1] }), /deliveries/],
  'a skipped entry without reason': [JSON.stringify({ ...sound, skipped: [{ path: 'x' }] }), /skipped/],
  'a subject that is an object': [JSON.stringify({ ...sound, subject: {} }), /subject/],
  'a negative count': [JSON.stringify({ ...sound, skippedMore: -1 }), /skippedMore/],
};
for (const [what, [text, problem]] of Object.entries(damages)) {
  test(`${what} is damage`, async () => {
    await using volume = await temporaryVolume();
    writeFileSync(publicationPath(volume.root, 'staging'), text);
    const read = await readPublication(volume.root, 'staging');
    if (read.kind !== 'damaged') assert.fail(read.kind);
    assert.equal(read.file, 'environments/staging.json');
    assert.match(read.problem, problem);
  });
}

test('a file of more than 1 MiB is damage, and is not read', async () => {
  await using volume = await temporaryVolume();
  writeFileSync(publicationPath(volume.root, 'staging'), JSON.stringify(sound));
  truncateSync(publicationPath(volume.root, 'staging'), 2 ** 40);
  const read = await readPublication(volume.root, 'staging');
  assert.deepEqual(read, {
    kind: 'damaged',
    file: 'environments/staging.json',
    problem: 'expected at most 1048576 bytes, found 1099511627776',
  });
});

test('a symlink is damage, also to a sound publication', async () => {
  await using volume = await temporaryVolume();
  writeFileSync(join(volume.root, 'elsewhere'), JSON.stringify(sound));
  symlinkSync(join(volume.root, 'elsewhere'), publicationPath(volume.root, 'staging'));
  assert.equal((await readPublication(volume.root, 'staging')).kind, 'damaged');
});

test('a directory is damage', async () => {
  await using volume = await temporaryVolume();
  mkdirSync(publicationPath(volume.root, 'staging'));
  assert.equal((await readPublication(volume.root, 'staging')).kind, 'damaged');
});

for (const name of ['', '..', '../x', 'a/b', 'Staging', 'a.b', 'x'.repeat(41), 'a\0b']) {
  test(`${JSON.stringify(name)} is no name of an environment`, async () => {
    await assert.rejects(async () => readPublication('/nowhere', name), TypeError);
  });
}

test('lists the environments that have a publication, and nothing else', async () => {
  await using volume = await temporaryVolume();
  for (const name of ['staging.json', 'production.json', '.staging.json.swp', 'README', 'Upper.json', '.json']) {
    writeFileSync(join(volume.root, 'environments', name), '');
  }
  assert.deepEqual(await listPublications(volume.root), ['production', 'staging']);
});

for (const cause of [{ kind: 'webhook', from: 'github' }, { kind: 'poll' }]) {
  test(`what brought it is read: ${cause.kind}`, async () => {
    await using volume = await temporaryVolume();
    writeFileSync(publicationPath(volume.root, 'staging'), JSON.stringify({ ...sound, cause }));
    const read = await readPublication(volume.root, 'staging');
    assert.deepEqual(read.kind === 'publication' && read.publication.cause, cause);
  });
}

for (const cause of ['github', { kind: 'dream' }, { kind: 'webhook', from: 7 }, null]) {
  test(`a cause that a later writer may mean is left out alone: ${JSON.stringify(cause)}`, async () => {
    await using volume = await temporaryVolume();
    writeFileSync(publicationPath(volume.root, 'staging'), JSON.stringify({ ...sound, cause }));
    const read = await readPublication(volume.root, 'staging');
    assert.deepEqual(read.kind === 'publication' && read.publication.cause, undefined);
  });
}
