import type { ControlPlane } from '../test/support/controlPlane.ts';
import { Kubernetes } from '../test/support/kubernetes.ts';
import { Pair, type EnvironmentAnswer } from '../test/support/pair.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { applyByKubectl, bareLoop } from './byHand.ts';
import { totalOf } from './countRequests.ts';
import { itemFiles } from './items.ts';
import { memoryOf, Meter } from './meter.ts';
import { row, type Row } from './row.ts';

const concurrency = 16;
const hour = 3_600_000;

export type ApplyOptions = { size: number; repeats: number; kubectl: boolean };

/**
 * The first apply of so many ConfigMaps, against a bare loop of the same PATCHes and `kubectl apply --server-side` of the same
 * files in the same run; then what a pass and a restart cost when nothing changed, and the memory that the applier takes.
 * What is made stays until `removeAll`: the API server deletes one by one, which would slow down what is measured next.
 */
export async function benchApply(controlPlane: ControlPlane, { size, repeats, kubectl }: ApplyOptions): Promise<Row[]> {
  const { kubeconfig } = controlPlane;
  const rows: Row[] = [];
  const floor: number[] = [];
  const values = { each: [] as number[], all: [] as number[] };
  // In turn, because a machine that others use is faster and slower by the minute.
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    floor.push(await bareLoop(kubeconfig, { size, namespace: `bench-bare-${size}-${repeat}`, concurrency }));
    for (const gate of ['each', 'all'] as const) {
      await using world = await firstApply(kubeconfig, size, gate, repeat);
      values[gate].push(world.took);
      if (gate === 'each' && repeat === 0) rows.push(...(await unchanged(world.pair, controlPlane, size)));
    }
  }
  const bare = { name: `the same PATCHes from a bare loop, ${concurrency} at a time`, values: floor };
  const first = { area: 'apply', size };
  rows.push(
    row({ ...first, what: 'first apply, gate: each', values: values.each, floor: bare, bar: { ratio: 1.2 } }),
    row({ ...first, what: 'first apply, gate: all', values: values.all, floor: bare, bar: { ratio: 2 } }),
  );
  if (!kubectl) return rows;
  const took = await applyByKubectl(kubeconfig, size, `bench-kubectl-${size}`);
  const byKubectl = { name: 'kubectl apply --server-side', values: [took] };
  const what = 'first apply, gate: each, beside kubectl';
  return [...rows, row({ ...first, what, values: values.each, floor: byKubectl, bar: { ratio: 0.1 } })];
}

/** Begins to remove what was made. */
export async function removeAll({ kubeconfig }: ControlPlane): Promise<void> {
  const kubernetes = new Kubernetes(kubeconfig);
  for (const { metadata } of await kubernetes.list('/api/v1/namespaces')) {
    if (metadata.name.startsWith('bench-')) await kubernetes.delete(`/api/v1/namespaces/${metadata.name}`);
  }
  kubernetes.close();
}

type Applied = AsyncDisposable & { pair: Pair; took: number };

/** From the start of the run to its end, as the applier itself says: the start of the process is not part of it. */
async function firstApply(kubeconfig: string, size: number, gate: 'each' | 'all', repeat: number): Promise<Applied> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory('bench'));
  const name = `first-${gate}-${size}-${repeat}`;
  const environments = [
    { name, ref: 'main', path: 'items', namespace: `bench-${name}`, gate, settle: 0, resync: '24h' },
  ];
  const ownNamespace = 'couplet-bench';
  const options = { directory: directory.path, kubeconfig, ownNamespace, environments, applier: { concurrency } };
  const pair = stack.use(await Pair.prepare(options, itemFiles(size, 'items')));
  await pair.kubernetes.createNamespace(`bench-${name}`);
  await pair.startSync();
  await pair.startApplier();
  const answer = await pair.reach(name, await pair.copy.git('rev-parse', 'HEAD'), ['applied'], hour);
  const owned = stack.move();
  return { pair, took: tookOf(answer), [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function tookOf(answer: EnvironmentAnswer & { startedAt?: string; endedAt?: string }): number {
  return Date.parse(answer.endedAt ?? '') - Date.parse(answer.startedAt ?? '');
}

async function unchanged(pair: Pair, controlPlane: ControlPlane, size: number): Promise<Row[]> {
  const [{ name } = { name: '' }] = pair.options.environments;
  const { now, peak } = await memoryOf(pair.applier?.pid ?? 0);
  const commit = await pair.push('Touch nothing of it', { write: { 'README.md': String(size) } });
  const { requests = 0 } = await pair.reach(name, commit, ['applied']);
  await pair.applier?.terminate();
  let restartMs = 0;
  const cost = await new Meter(controlPlane).measure({}, async () => {
    await pair.startApplier();
    restartMs = tookOf(await pair.reach(name, commit, ['applied']));
  });
  const area = { area: 'apply', size };
  return [
    row({
      ...area,
      what: 'requests of a pass where nothing changed',
      unit: 'requests',
      values: [requests],
      bar: { median: 0 },
    }),
    row({
      ...area,
      what: 'requests of a restart',
      unit: 'requests',
      values: [totalOf(cost.requests)],
      bar: { median: 60 },
    }),
    row({ ...area, what: 'first run after a restart', values: [restartMs], cost }),
    row({
      ...area,
      what: 'memory of the applier after the first apply',
      unit: 'MiB',
      values: [now],
      bar: { median: 220 },
    }),
    row({ ...area, what: 'memory of the applier at most', unit: 'MiB', values: [peak] }),
  ];
}
