import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitPack } from './splitPack.ts';

const line = (content: string): string => (content.length + 4).toString(16).padStart(4, '0') + content;
const answer = [line('NAK\n'), line('\x02counting'), line('\x01PACK'), line('\x01more'), line('\x02done'), '0000'].join(
  '',
);

async function split(text: string, piece = text.length): Promise<{ pack: string; rest: string }> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < text.length; at += piece) pieces.push(Buffer.from(text.slice(at, at + piece), 'latin1'));
  async function* body(): AsyncGenerator<Uint8Array> {
    yield* pieces;
  }
  let pack = '';
  let rest = '';
  const write = async (written: Uint8Array): Promise<void> => void (pack += Buffer.from(written).toString('latin1'));
  for await (const bytes of splitPack(body(), write)) {
    rest += Buffer.from(bytes).toString('latin1');
  }
  return { pack, rest };
}

for (const piece of [1, 3, 7, 1000]) {
  test(`the pack is taken out of an answer in pieces of ${piece} bytes, and progress dropped`, async () => {
    assert.deepEqual(await split(answer, piece), { pack: 'PACKmore', rest: `${line('NAK\n')}0000` });
  });
}

test('an error of the server is passed on', async () => {
  assert.equal((await split(line('\x03no'))).rest, line('\x03no'));
});

test('marks and empty lines are passed on', async () => {
  assert.equal((await split('0001000000020004')).rest, '0001000000020004');
});

test('an answer that is cut off within a line is an error', async () => {
  await assert.rejects(split(answer.slice(0, -6)), { name: 'DamagedPackError', message: /the last cut off/ });
});

test('an answer that is something else is an error', async () => {
  await assert.rejects(split('<html>'), { name: 'DamagedPackError', message: /found "<htm"/ });
});
