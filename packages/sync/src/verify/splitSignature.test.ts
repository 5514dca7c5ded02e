import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSignature, someTree, unsignedCommit } from './fixtures/rawCommit.ts';
import { sshSign } from './fixtures/sshSign.ts';
import { verifyWorld } from './fixtures/verifyWorld.ts';
import { splitSignature } from './splitSignature.ts';

const signature = '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n';
const fakeHeader = 'gpgsig -----BEGIN SSH SIGNATURE-----\n BBBB\n -----END SSH SIGNATURE-----\n';
const merged = 'mergetag object 1\n type commit\n tag v1\n \n gpgsig no\n -----BEGIN PGP SIGNATURE-----\n ';

/** Commits whose payload is easily got wrong: by name, what was signed. */
const payloads: Readonly<Record<string, Buffer>> = {
  'an ordinary commit': unsignedCommit(),
  'a merge of a signed tag': unsignedCommit({ headers: `${merged}\n` }),
  'a commit with an encoding that is not UTF-8': unsignedCommit({
    headers: 'encoding ISO-8859-1\n',
    author: Buffer.from([0x41, 0xe9, 0xff]),
    message: Buffer.from([0xc0, 0x80, 0x0a]),
  }),
  'a message with carriage returns': unsignedCommit({ message: 'Grow\r\n\r\nMore\r\n' }),
  'a message that holds a gpgsig header': unsignedCommit({ message: `Grow\n\n${fakeHeader}` }),
  'a message that starts with a gpgsig header': unsignedCommit({ message: fakeHeader }),
  'an empty message': unsignedCommit({ message: '' }),
  'a message without a line end': unsignedCommit({ message: 'Grow' }),
  'a message with NUL bytes': unsignedCommit({ message: 'Grow\0\0\n' }),
};

for (const [name, payload] of Object.entries(payloads)) {
  test(`the payload of ${name} is what was signed`, () => {
    const split = splitSignature(addSignature(payload, signature));
    assert.equal(split.kind, 'signed');
    assert.deepEqual(split.kind === 'signed' && [split.payload, split.signature], [payload, signature]);
  });

  test(`git takes the same payload from ${name}`, async () => {
    await using world = await verifyWorld();
    const key = await world.newKey();
    await world.trust('a.pub', key.publicKey);
    const commit = addSignature(payload, await sshSign(payload, key));
    assert.equal((await world.ours(commit)).kind, 'verified');
    assert.equal(await world.gits(commit), true);
  });
}

test('a signature for SHA-256 repositories beside ours is no part of the payload, before and behind', async () => {
  await using world = await verifyWorld();
  const key = await world.newKey();
  await world.trust('a.pub', key.publicKey);
  const payload = unsignedCommit();
  const ours = await sshSign(payload, key);
  for (const headers of [['gpgsig', 'gpgsig-sha256'] as const, ['gpgsig-sha256', 'gpgsig'] as const]) {
    const commit = headers.reduce(
      (made, header) => addSignature(made, header === 'gpgsig' ? ours : signature, header),
      payload,
    );
    assert.equal((await world.ours(commit)).kind, 'verified', headers[0]);
    assert.equal(await world.gits(commit), true, headers[0]);
  }
});

test('a signature in front of the tree changes neither payload nor tree', () => {
  const payload = unsignedCommit();
  const value = signature.trimEnd().replaceAll('\n', '\n ');
  const split = splitSignature(Buffer.concat([Buffer.from(`gpgsig ${value}\n`), payload]));
  assert.deepEqual(split.kind === 'signed' && [split.payload, split.tree], [payload, someTree]);
});

test('the tree and the time are those that the payload names', () => {
  const split = splitSignature(addSignature(unsignedCommit({ committedAt: 1234 }), signature));
  assert.deepEqual(split.kind === 'signed' && [split.tree, split.committedAt], [someTree, 1234]);
});

test('a signature for SHA-256 repositories alone is none', () => {
  assert.deepEqual(splitSignature(addSignature(unsignedCommit(), signature, 'gpgsig-sha256')), { kind: 'unsigned' });
});

for (const [name, commit] of Object.entries({
  'without a header': unsignedCommit(),
  'with a header in the message only': unsignedCommit({ message: fakeHeader }),
  'with a header in a merged tag only': unsignedCommit({ headers: `${merged}\n` }),
  'that is empty': Buffer.alloc(0),
  'that has no line end': Buffer.from('tree'),
})) {
  test(`a commit ${name} is unsigned`, () => {
    assert.deepEqual(splitSignature(commit), { kind: 'unsigned' });
  });
}

const signed = addSignature(unsignedCommit(), signature).toString('latin1');
const malformed: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
  'two signatures': [addSignature(addSignature(unsignedCommit(), signature), signature), /the header gpgsig twice/],
  'a header like gpgsig': [addSignature(addSignature(unsignedCommit(), 'x', 'gpgsigs'), signature), /like gpgsig/],
  'gpgsig without a value': [Buffer.from(signed.replace('\n\n', '\ngpgsig\n\n')), /like gpgsig/],
  'a NUL among the headers': [Buffer.from(signed.replace('Ada', 'A\0a')), /NUL/],
  'another header before the tree': [Buffer.from(`x y\n${signed}`), /do not start with tree/],
  'a second tree': [Buffer.from(signed.replace('author', `tree ${someTree}\nauthor`)), /do not start with tree/],
  'no committer': [Buffer.from(signed.replace('committer', 'commiter')), /do not start with tree/],
  'a committer without a time': [
    Buffer.from(signed.replace(/ \d+ \+0100\ngpgsig/, '\ngpgsig')),
    /do not start with tree/,
  ],
  'an endless signature': [addSignature(unsignedCommit(), 'x'.repeat(70_000)), /a signature of 70001 bytes/],
};

for (const [name, [commit, found]] of Object.entries(malformed)) {
  test(`a commit with ${name} is malformed`, () => {
    const split = splitSignature(commit);
    assert.match(split.kind === 'malformed' ? split.found : split.kind, found);
  });
}
