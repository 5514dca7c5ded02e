import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearerToken, SyncProcess, webhookSecret } from '../packages/sync/src/fixtures/syncProcess.ts';
import { eventually } from '../test/support/eventually.ts';
import { percentile } from '../test/support/percentile.ts';
import { cpuOf } from './meter.ts';
import { row, type Row } from './row.ts';

const bars = { p99: 50, lost: 0, passes: 2, mebibytes: 200 };

/** `cpu` is in seconds. */
type Signed = { ms: number[]; lost: Record<string, number>; last?: string; cpu: number; seconds: number };
type Unsigned = { sent: number; counts: Record<string, number>; cpu: number; seconds: number };

/**
 * 500 signed webhooks a second against the real sync while another process attempts 2,000 unsigned posts of 1 MiB a second
 * from the same address. Beside the time of the answers: what was lost, the passes that were left over when the last
 * webhook was answered, and the peak of sync's memory. Only webhooks can bring what is pushed meanwhile: nothing polls.
 */
export async function benchWebhook({ seconds }: { seconds: number }): Promise<Row> {
  if (!(seconds > 0 && seconds <= 300)) throw new RangeError(`Cannot measure for ${seconds} s: it must be 1 to 300`);
  await using world = await SyncProcess.prepare();
  await world.git.push({ 'settings.yaml': 'first' });
  const program = await world.start();
  await world.notify();
  await eventually('the first publication', async () => world.publication());

  const calm = await run<Signed>('signed.ts', [world.ports.listen, 500, Math.min(seconds, 10)]);
  const cpuBefore = await cpuOf(program.pid);
  const signed = run<Signed>('signed.ts', [world.ports.listen, 500, seconds]);
  const unsigned = run<Unsigned>('unsigned.ts', [world.ports.listen, 2000, seconds]);
  await sleep((seconds / 2) * 1000);
  const commit = await world.git.push({ 'settings.yaml': 'second' });
  const { ms, lost, last, cpu, seconds: took } = await signed;
  const syncCpu = ((await cpuOf(program.pid)) - cpuBefore) / 1000;
  const before = await passes(world);
  await eventually('the last webhook is done', async () => isDone(world, last), { within: 60_000 });
  await world.reaches(commit);
  const after = (await passes(world)) - before;
  const flood = await unsigned;

  const megabytes = Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${program.pid}/status`, 'utf8'))?.[1]) / 1024;
  const count = Object.values(lost).reduce((sum, one) => sum + one, 0);
  const found = [
    `lost ${count}${count === 0 ? '' : ` ${JSON.stringify(lost)}`}`,
    `passes after the last answer ${after}`,
    `sync's memory at most ${Math.round(megabytes)} MiB`,
    `unsigned posts ${Math.round(flood.sent / flood.seconds)}/s ${JSON.stringify(flood.counts)}`,
    `signed webhooks offered ${Math.round(ms.length / took)}/s`,
    `CPU a second: sync ${hundredths(syncCpu / took)}, signed ${hundredths(cpu / took)}, unsigned ${hundredths(flood.cpu / flood.seconds)}`,
  ];
  const measured = row({
    area: 'webhook',
    what: `500 signed webhooks/s for ${seconds} s → answer (${found.join('; ')})`,
    size: 1,
    values: ms,
    floor: { name: `without unsigned posts (p99 ${Math.round(percentile(calm.ms, 99))} ms)`, values: calm.ms },
    bar: { p99: bars.p99 },
  });
  const rest = count === bars.lost && after <= bars.passes && megabytes < bars.mebibytes;
  return { ...measured, met: measured.met === true && rest };
}

async function run<T>(script: string, numbers: readonly number[]): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load', script), ...numbers.map(String)], {
    env: { PATH: process.env['PATH'] ?? '', WEBHOOK_SECRET: webhookSecret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout)) as T;
}

function hundredths(value: number): string {
  return value.toFixed(2);
}

async function passes(world: SyncProcess): Promise<number> {
  const counts = ['published', 'unchanged', 'stalled', 'failed'].map((result) =>
    world.metric(`couplet_sync_passes_total{result="${result}"}`),
  );
  return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
}

async function isDone(world: SyncProcess, id: string | undefined): Promise<true | undefined> {
  if (id === undefined) throw new Error('Cannot follow the last webhook: one must be accepted, found none');
  const answer = await fetch(`${world.url}/sync/${id}`, { headers: { authorization: `Bearer ${bearerToken}` } });
  if (answer.status !== 200) return undefined;
  const { environments } = (await answer.json()) as { environments: { state: string }[] };
  return environments.every(({ state }) => ['published', 'unchanged'].includes(state)) ? true : undefined;
}
