import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../../test/support/controlPlane.ts';
import { eventually } from '../../test/support/eventually.ts';
import { Pair } from '../../test/support/pair.ts';
import { temporaryDirectory } from '../../test/support/temporaryDirectory.ts';
import { itemFiles } from '../items.ts';
import { row, type Row } from '../row.ts';

const pushes = 100;
/** Milliseconds in which all of them are made. */
const within = 10_000;
const name = 'burst';
const path = 'items/0/item-0.json';

/** A hundred pushes in ten seconds: how long after the last one it is applied, and whether an older one came back. */
export async function burst({ kubeconfig }: ControlPlane): Promise<Row[]> {
  await using directory = await temporaryDirectory('bench');
  const environments = [{ name, ref: 'main', path: 'items', namespace: name, settle: 0 }];
  const options = { directory: directory.path, kubeconfig, ownNamespace: 'couplet-bench', environments };
  const files = itemFiles(1000, 'items');
  await using pair = await Pair.prepare(options, files);
  await pair.kubernetes.createNamespace(name);
  await pair.startBoth();
  await pair.reach(name, await pair.copy.git('rev-parse', 'HEAD'), ['applied'], 120_000);

  const seen: number[] = [];
  const stopped = new AbortController();
  const watching = watch(pair, seen, stopped.signal);
  const started = performance.now();
  let pushedAt = 0;
  for (let push = 1; push <= pushes; push += 1) {
    pushedAt = Date.now();
    const text = (files[path] ?? '').replace('Item 0', `Item ${push}`);
    await pair.push(`Push ${push}`, { write: { [path]: text } });
    await sleep(Math.max(0, (push * within) / pushes - (performance.now() - started)));
  }
  const took = performance.now() - started;
  const commit = await pair.copy.git('rev-parse', 'HEAD');
  const { applied } = await pair.reach(name, commit);
  await eventually('the last push is seen', async () => (seen.at(-1) === pushes ? true : undefined));
  stopped.abort();
  await watching;
  const stale = seen.filter((push, index) => push < (seen[index - 1] ?? 0)).length;
  const what = `of ${pushes} pushes in ${(took / 1000).toFixed(1)} s`;
  return [
    row({
      area: 'scale',
      what: `last ${what} → applied`,
      size: 1000,
      values: [Date.parse(applied?.at ?? '') - pushedAt],
    }),
    row({
      area: 'scale',
      what: `runs that applied an older one ${what}`,
      size: 1000,
      unit: 'runs',
      values: [stale],
      bar: { median: 0 },
    }),
  ];
}

/** The numbers that the object had, one after the other. */
async function watch(pair: Pair, seen: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const object = await pair.kubernetes.get(`/api/v1/namespaces/${name}/configmaps/item-0`);
    const push = Number(/Item (\d+)/.exec(object?.data?.['title'] ?? '')?.[1] ?? 0);
    if (seen.at(-1) !== push) seen.push(push);
    await sleep(10);
  }
}
