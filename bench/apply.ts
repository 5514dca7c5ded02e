import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ApiClient } from '../packages/applier/src/apply/apiClient.ts';
import { openConnection } from '../packages/applier/src/apply/connection.ts';
import { inParallel } from '../packages/volume/src/index.ts';
import { Pair, type EnvironmentAnswer } from '../test/support/pair.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { countRequests } from './countRequests.ts';
import { row, type Row } from './row.ts';

const run = promisify(execFile);
const concurrency = 16;
const day = 24 * 3_600_000;

export type ApplyOptions = { size: number; repeats: number; kubectl: boolean };

/**
 * The first apply of so many ConfigMaps, against a bare loop of PATCHes and `kubectl apply --server-side` of the same
 * files in the same run; then what a pass and a restart cost when nothing changed, and the memory that the applier takes.
 */
export async function benchApply(kubeconfig: string, { size, repeats, kubectl }: ApplyOptions): Promise<Row[]> {
  const rows: Row[] = [];
  const floor: number[] = [];
  const values = { each: [] as number[], all: [] as number[] };
  // In turn, because a machine that others use is faster and slower by the minute.
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    floor.push(await bareLoop(kubeconfig, size, `bare-${repeat}`));
    for (const gate of ['each', 'all'] as const) {
      await using world = await firstApply(kubeconfig, size, gate, repeat);
      values[gate].push(world.took);
      if (gate === 'each' && repeat === 0) rows.push(...(await unchanged(world.pair, kubeconfig, size)));
    }
  }
  const bare = { name: `${concurrency} PATCHes at a time, by hand`, values: floor };
  const first = { area: 'apply', size };
  rows.push(
    row({ ...first, what: 'first apply, gate: each', values: values.each, floor: bare, bar: { ratio: 1.2 } }),
    row({ ...first, what: 'first apply, gate: all', values: values.all, floor: bare, bar: { ratio: 2 } }),
  );
  if (!kubectl) return rows;
  const byKubectl = { name: 'kubectl apply --server-side', values: [await applyByKubectl(kubeconfig, size)] };
  const what = 'first apply, gate: each, beside kubectl';
  return [...rows, row({ ...first, what, values: values.each, floor: byKubectl, bar: { ratio: 0.1 } })];
}

function manifest(index: number): object {
  const metadata = { name: `item-${index}`, labels: { 'bench.example.com/shelf': String(index % 7) } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { title: `Item ${index}`, price: `${index % 90}.99` } };
}

function files(size: number, directory: string): Record<string, string> {
  const all = Array.from({ length: size }, (_, index): [string, string] => [
    `${directory}/${Math.floor(index / 50)}/item-${index}.json`,
    JSON.stringify(manifest(index)),
  ]);
  return Object.fromEntries(all);
}

type Applied = AsyncDisposable & { pair: Pair; took: number };

/** From the start of the run to its end, as the applier itself says: the start of the process is not part of it. */
async function firstApply(kubeconfig: string, size: number, gate: 'each' | 'all', repeat: number): Promise<Applied> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory('bench'));
  const name = `first-${gate}-${repeat}`;
  const environments = [
    { name, ref: 'main', path: 'items', namespace: `bench-${name}`, gate, settle: 0, resync: '24h' },
  ];
  const ownNamespace = 'couplet-bench';
  const options = { directory: directory.path, kubeconfig, ownNamespace, environments, applier: { concurrency } };
  const pair = stack.use(await Pair.prepare(options, files(size, 'items')));
  await pair.kubernetes.createNamespace(`bench-${name}`);
  stack.defer(() => pair.kubernetes.delete(`/api/v1/namespaces/bench-${name}`));
  await pair.startSync();
  await pair.startApplier();
  const answer = await pair.reach(name, await pair.copy.git('rev-parse', 'HEAD'), ['applied'], day / 24);
  const owned = stack.move();
  return { pair, took: tookOf(answer), [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function tookOf(answer: EnvironmentAnswer & { startedAt?: string; endedAt?: string }): number {
  return Date.parse(answer.endedAt ?? '') - Date.parse(answer.startedAt ?? '');
}

async function unchanged(pair: Pair, kubeconfig: string, size: number): Promise<Row[]> {
  const [{ name } = { name: '' }] = pair.options.environments;
  const memory = await residentMebibytes(pair.applier?.pid ?? 0);
  const commit = await pair.push('Touch nothing of it', { write: { 'README.md': String(size) } });
  const { requests = 0 } = await pair.reach(name, commit, ['applied']);
  await pair.applier?.terminate();
  const restart = await requestsOf(kubeconfig, async () => {
    await pair.startApplier();
    await pair.reach(name, commit, ['applied']);
  });
  return [
    row({
      area: 'apply',
      what: 'requests of a pass where nothing changed',
      size,
      unit: 'requests',
      values: [requests],
      bar: { median: 0 },
    }),
    row({
      area: 'apply',
      what: 'requests of a restart',
      size,
      unit: 'requests',
      values: [restart],
      bar: { median: 60 },
    }),
    row({
      area: 'apply',
      what: 'memory of the applier after the first apply',
      size,
      unit: 'MiB',
      values: [memory],
      bar: { median: 220 },
    }),
  ];
}

/** What the API server counts while something is done, less what it counts for itself in the same time. */
async function requestsOf(kubeconfig: string, work: () => Promise<void>): Promise<number> {
  const quiet = 5_000;
  const first = await countRequests(kubeconfig);
  await sleep(quiet);
  const started = performance.now();
  const second = await countRequests(kubeconfig);
  await work();
  const third = await countRequests(kubeconfig);
  const background = ((second - first) * (performance.now() - started)) / quiet;
  return Math.max(0, Math.round(third - second - background));
}

async function bareLoop(kubeconfig: string, size: number, place: string): Promise<number> {
  const connection = openConnection(kubeconfig, () => Date.now());
  const client = new ApiClient({ connection, concurrency, sleep: async () => {} });
  const signal = new AbortController().signal;
  const apply = async (path: string, object: object): Promise<unknown> =>
    client.request({
      method: 'PATCH',
      path: `${path}?fieldManager=by-hand&force=true`,
      contentType: 'application/apply-patch+yaml',
      body: JSON.stringify(object),
      signal,
    });
  const namespace = `bench-${place}`;
  await apply(`/api/v1/namespaces/${namespace}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
  const started = performance.now();
  await inParallel(
    Array.from({ length: size }, (_, index) => index),
    concurrency,
    async (index) => {
      await apply(`/api/v1/namespaces/${namespace}/configmaps/item-${index}`, manifest(index));
    },
  );
  const took = performance.now() - started;
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}`, signal });
  client.close();
  return took;
}

async function applyByKubectl(kubeconfig: string, size: number): Promise<number> {
  await using directory = await temporaryDirectory('bench');
  for (const [path, text] of Object.entries(files(size, 'items'))) {
    await mkdir(join(directory.path, path, '..'), { recursive: true });
    await writeFile(join(directory.path, path), text);
  }
  const base = ['--kubeconfig', kubeconfig, '--namespace', 'bench-kubectl'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory.path };
  await run('kubectl', ['--kubeconfig', kubeconfig, 'create', 'namespace', 'bench-kubectl'], { env });
  const started = performance.now();
  const apply = ['apply', '--server-side', '--recursive', '-f', join(directory.path, 'items')];
  await run('kubectl', [...base, ...apply], { env, maxBuffer: 2 ** 28 });
  const took = performance.now() - started;
  await run('kubectl', ['--kubeconfig', kubeconfig, 'delete', 'namespace', 'bench-kubectl', '--wait=false'], { env });
  return took;
}

async function residentMebibytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? NaN) / 1024;
}
