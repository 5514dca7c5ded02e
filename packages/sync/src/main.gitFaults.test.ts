import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import type { Fault } from '../../../test/support/faultyProxy.ts';
import { packEntry, packOf } from './fixtures/packs.ts';
import { SyncProcess } from './fixtures/syncProcess.ts';

const packType = 'application/x-git-upload-pack-result';
const timeout = '3s';

/** A piece of an answer of git: pkt-line, on the side band of the pack (1) or of progress (2). */
function packet(band: 1 | 2, data: Uint8Array): Buffer {
  const length = (data.length + 5).toString(16).padStart(4, '0');
  return Buffer.concat([Buffer.from(length), Buffer.of(band), data]);
}

/** An answer of git that holds this pack. */
function answerWith(pack: Uint8Array): Fault {
  const body = Buffer.concat([Buffer.from('0008NAK\n'), packet(1, pack), Buffer.from('0000')]);
  return { kind: 'status', status: 200, headers: { 'content-type': packType }, body };
}

const blob = packEntry({ kind: 'blob', content: Buffer.from('content') });
const claim = { kind: 'offset delta', base: blob.length, content: Buffer.from('content') } as const;
const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
});

/** `of` is the request that gets the fault: the list of refs, or the pack. */
const faults: Record<string, { of: 'list' | 'pack'; fault: Fault; says: RegExp }> = {
  'says nothing when the refs are listed': {
    of: 'list',
    fault: { kind: 'silence' },
    says: /must answer completely within/,
  },
  'says nothing when the pack is due': {
    of: 'pack',
    fault: { kind: 'silence' },
    says: /must answer completely within/,
  },
  'sends one byte a second': {
    of: 'pack',
    fault: { kind: 'drip', every: 1000 },
    says: /must answer completely within/,
  },
  'sends progress for ever': {
    of: 'pack',
    fault: { kind: 'endless', contentType: packType, chunk: packet(2, Buffer.from('Counting objects\r')) },
    says: /must answer completely within/,
  },
  'ends the pack in its middle': { of: 'pack', fault: { kind: 'shorten', after: 30_000 }, says: /must be whole/ },
  'sends a pack with a wrong byte': { of: 'pack', fault: { kind: 'alter', at: 30_000 }, says: /pack/ },
  'sends a pack with a wrong checksum': {
    of: 'pack',
    fault: answerWith(Buffer.concat([packOf([blob]).subarray(0, -1), Buffer.of(0)])),
    says: /must hash to their last 20/,
  },
  'sends a delta that claims 2 GB': {
    of: 'pack',
    fault: answerWith(packOf([blob, packEntry({ ...claim, declared: 2 ** 31 })])),
    says: /pack/,
  },
  'sends a page in the place of a pack': {
    of: 'pack',
    fault: { kind: 'status', status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>') },
    says: /Cannot/,
  },
  'redirects to another host': {
    of: 'list',
    fault: status(302, { location: 'http://127.0.0.2:9/config.git/info/refs' }),
    says: /Cannot follow a redirect: it must stay on .* found http:\/\/127\.0\.0\.2:9/,
  },
  'answers 401': { of: 'list', fault: status(401), says: /credential was refused/ },
  'answers 403': { of: 'list', fault: status(403), says: /lacks the permission/ },
  'answers 404': { of: 'list', fault: status(404), says: /no such repository/ },
  'answers 429': { of: 'pack', fault: status(429, { 'retry-after': '1' }), says: /called less often \(429\)/ },
  'answers 500': { of: 'list', fault: status(500), says: /found 500/ },
  'answers 502': { of: 'pack', fault: status(502), says: /found 502/ },
  ...Object.fromEntries(
    [1, 2, 3, 4].map((quarter) => [
      `cuts the connection after ${quarter} of 4 parts of the pack`,
      { of: 'pack', fault: { kind: 'cut', after: quarter * 15_000 }, says: /cut the connection|ECONNRESET|aborted/ },
    ]),
  ),
};

/** 60 KB that no compression makes smaller, so that a pack has parts. */
function noise(): string {
  return Array.from({ length: 12_000 }, () => Math.random().toString(36).slice(2, 12)).join('');
}

/** One process for all faults: each test starts from a publication of its own, and no fault outlives its test. */
const world = await SyncProcess.prepare({}, { timeout });
after(() => world[Symbol.asyncDispose]());
await world.git.push({ a: 'start' });
await world.start();

async function statusOfStaging(): Promise<{ state: string; why?: string }> {
  const { environments } = await world.json('/status');
  return { state: environments[0].state, why: environments[0].error?.why };
}

async function publish(content: string): Promise<string> {
  const commit = await world.git.push({ a: content });
  await world.notify();
  await world.reaches(commit);
  return commit;
}

for (const [name, { of, fault, says }] of Object.entries(faults)) {
  test(`a git server that ${name}: the cause is named, what is published stays, and the next good push is published`, async (t) => {
    t.after(() => (world.proxy.fault = () => undefined));
    const first = await publish(`before one that ${name}`);
    await eventually('all is well', async () => ((await statusOfStaging()).state === 'failed' ? undefined : true));
    world.proxy.fault = ({ url = '', method }) => {
      const isPack = method === 'POST' && url.endsWith('/git-upload-pack');
      return isPack === (of === 'pack') ? fault : undefined;
    };
    await world.git.push({ a: name, noise: noise() });
    await world.notify();
    const why = await eventually(
      'the status names the cause',
      async () => {
        const { state, why: told } = await statusOfStaging();
        return state === 'failed' ? told : undefined;
      },
      { last: () => world.program?.log.slice(-5) },
    );
    assert.match(why, says);
    assert.equal((await world.publication())?.commit, first);
    world.proxy.fault = () => undefined;
    await publish(`after one that ${name}`);
  });
}
