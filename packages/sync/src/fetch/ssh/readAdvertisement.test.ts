import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAdvertisement } from './readAdvertisement.ts';

function reader(...pieces: string[]) {
  const left = pieces.map((piece) => Buffer.from(piece, 'latin1'));
  return { read: async (): Promise<Uint8Array | undefined> => left.shift() };
}

const list = '0009abcd\n000afghij\n0000';

async function read(...pieces: string[]): Promise<string | undefined> {
  return (await readAdvertisement(reader(...pieces), 1000, 'example.org'))?.toString('latin1');
}

test('it is read up to the flush packet', async () => {
  assert.equal(await read(list), list);
});

test('it is read in single bytes', async () => {
  assert.equal(await read(...list.split('')), list);
});

test('a list without refs is a flush packet alone', async () => {
  assert.equal(await read('0000'), '0000');
});

for (const end of [0, 3, 8, list.length - 1]) {
  test(`an end after ${end} bytes is told`, async () => {
    assert.equal(await read(list.slice(0, end)), undefined);
  });
}

for (const garbage of ['Welcome to example.org!\n', '0001', '0003', 'zzzz', `${list}PACK`, '\u001b[31m0009']) {
  test(`${JSON.stringify(garbage)} is refused and quoted`, async () => {
    await assert.rejects(read(garbage), {
      name: 'RemoteError',
      message: /git-upload-pack must list them, found "[\P{Cc}]*"$/u,
    });
  });
}

test('a refusal in its place is quoted', async () => {
  await assert.rejects(read('0015ERR access denied'), {
    name: 'RemoteError',
    message: 'Cannot read the repository on example.org: the server says "access denied"',
  });
});

test('more than the limit is refused', async () => {
  await assert.rejects(read('ffff', 'x'.repeat(1000)), {
    name: 'RemoteError',
    message: /may have 1000 bytes, found more/,
  });
});
