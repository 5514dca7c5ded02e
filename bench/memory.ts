import { setTimeout as sleep } from 'node:timers/promises';
import { shopFiles, shopObjects } from '../demo/shopFiles.ts';
import type { ControlPlane } from '../test/support/controlPlane.ts';
import { Pair } from '../test/support/pair.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { memoryOf } from './meter.ts';
import { row, type Row } from './row.ts';

const bars = { sync: 110, applier: 140 };
const environment = 'shop';
/** Milliseconds in which nothing happens. */
const rest = 10_000;

/** Resident memory of both programs at rest, started from a warm cache of compiled code as the images carry it. */
export async function benchMemory({ kubeconfig }: ControlPlane): Promise<Row[]> {
  await using directory = await temporaryDirectory('bench');
  const environments = [{ name: environment, ref: 'main', path: 'shop' }];
  const options = { directory: directory.path, kubeconfig, ownNamespace: 'couplet-bench', environments };
  await using pair = await Pair.prepare(options, shopFiles(shopObjects));
  const commit = await pair.copy.git('rev-parse', 'HEAD');
  const env = { NODE_COMPILE_CACHE: `${directory.path}/compiled` };
  for (const _ of ['fills the cache', 'is measured']) {
    await pair.sync?.terminate();
    await pair.applier?.terminate();
    await pair.startBoth({ env });
    await pair.reach(environment, commit);
  }
  await sleep(rest);
  const pids = { sync: pair.sync?.pid ?? 0, applier: pair.applier?.pid ?? 0 };
  const rows: Row[] = [];
  for (const name of ['sync', 'applier'] as const) {
    const { now } = await memoryOf(pids[name]);
    const what = `memory of ${name} at rest`;
    rows.push(
      row({ area: 'memory', what, size: shopObjects, unit: 'MiB', values: [now], bar: { median: bars[name] } }),
    );
  }
  return rows;
}
