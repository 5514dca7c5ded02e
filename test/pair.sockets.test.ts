import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { SyncProcess, webhookSecret } from '../packages/sync/src/fixtures/syncProcess.ts';
import { eventually } from './support/eventually.ts';
import { githubHeaders } from './support/webhookSender.ts';

// CASES, hostile input 14, against the process: the container may open 1,024 files and has a small memory.
/** MiB. */
const mostGrowth = 20;
const disposables = new AsyncDisposableStack();
let world: SyncProcess;
let pid: number;
let commits = 0;

before(async () => {
  world = disposables.use(await SyncProcess.prepare());
  await world.git.push({ 'a.yaml': 'a: 1\n' });
  ({ pid } = await world.start({ launcher: ['sh', '-c', 'ulimit -n 1024; exec "$0" "$@"'] }));
  // What is compiled and cached on first use is no growth.
  for (let count = 0; count < 300; count += 1) assert.equal((await world.notify()).status, 202);
  await isGood();
});
beforeEach(async () => {
  // From here on VmHWM is the peak since now (proc(5), clear_refs).
  await writeFile(`/proc/${pid}/clear_refs`, '5');
});
after(() => disposables.disposeAsync());

/** MiB. */
async function memory(): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** A push is signed, accepted at once, and published. */
async function isGood(): Promise<void> {
  const commit = await world.git.push({ 'a.yaml': `a: ${(commits += 1)}\n` });
  const start = performance.now();
  assert.equal((await world.notify()).status, 202);
  assert.ok(performance.now() - start < 10_000, 'it took too long');
  await world.reaches(commit);
}

type Attack = {
  what: string;
  /** Connections in all. */
  wanted: number;
  atOnce: number;
  begin: (socket: Socket) => void;
};

/** Connections that each begin in the same way; one that sync closes is opened again, as whoever attacks would. */
class Flood implements Disposable {
  readonly #open = new Set<Socket>();
  readonly #begin: (socket: Socket) => void;
  readonly #wanted: number;
  #ended = false;
  /** Connections so far. */
  made = 0;
  closed = 0;

  constructor({ wanted, atOnce, begin }: Attack) {
    this.#wanted = wanted;
    this.#begin = begin;
    for (let count = 0; count < atOnce; count += 1) this.#connect();
  }

  /** Waits until so many connections were made. */
  async reaches(count: number): Promise<void> {
    await eventually(`${count} connections were made`, () => (this.made >= count ? true : undefined), {
      within: 120_000,
      last: () => ({ made: this.made, closed: this.closed }),
    });
  }

  #connect(): void {
    if (this.#ended) return;
    const socket = connect(world.ports.listen, '127.0.0.1');
    this.#open.add(socket);
    socket.once('connect', () => {
      this.made += 1;
      this.#begin(socket);
    });
    socket.on('error', () => {});
    socket.resume();
    socket.once('close', () => {
      this.closed += 1;
      this.#open.delete(socket);
      // Beyond what was asked for, slowly: a flood without end would starve the test itself.
      if (this.made < this.#wanted) this.#connect();
      else setTimeout(() => this.#connect(), 200).unref();
    });
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    for (const socket of this.#open) socket.destroy();
  }
}

function head(body: string, more: Record<string, string>): string {
  // A signature that is well-formed, of somebody who does not know the secret.
  const headers = { ...githubHeaders('push', body, { secret: `not ${webhookSecret}` }), host: 'sync', ...more };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /sync HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const attacks: readonly Attack[] = [
  { what: 'idle connections', wanted: 5_000, atOnce: 200, begin: () => {} },
  {
    what: 'heads that never end',
    wanted: 5_000,
    atOnce: 200,
    begin: (socket) => socket.write('POST /sync HTTP/1.1\r\nhost: sync\r\nx-a: '),
  },
  {
    what: 'half-sent bodies',
    wanted: 2_000,
    atOnce: 200,
    begin: (socket) => socket.write(`${head('', { 'content-length': '1000' })}{"ref"`),
  },
  {
    what: 'bodies of 1 MiB without their last byte',
    wanted: 500,
    atOnce: 200,
    begin: (socket) => socket.write(head('', { 'content-length': String(2 ** 20) }) + 'x'.repeat(2 ** 20 - 1)),
  },
  { what: 'chunked bodies without end', wanted: 500, atOnce: 200, begin: (socket) => sendChunks(socket) },
];

function sendChunks(socket: Socket): void {
  const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
  const more = (): void => {
    if (!socket.destroyed) socket.write(chunk, () => setTimeout(more, 5));
  };
  socket.write(head('', { 'transfer-encoding': 'chunked' }), more);
}

for (const attack of attacks) {
  const { what, wanted } = attack;
  test(`${wanted} ${what} cost little memory and shut nobody out`, async () => {
    const { now } = await memory();
    using flood = new Flood(attack);
    await flood.reaches(wanted);
    await isGood();
    const { peak } = await memory();
    assert.ok(peak - now <= mostGrowth, `${now.toFixed(1)} MiB became ${peak.toFixed(1)} MiB`);
  });
}
