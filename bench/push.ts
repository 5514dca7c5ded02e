import { join } from 'node:path';
import { changedSettings, shopFiles } from '../demo/shopFiles.ts';
import { timingOf } from '../demo/timeline.ts';
import { startControlPlane } from '../test/support/controlPlane.ts';
import { git } from '../test/support/git.ts';
import { Pair } from '../test/support/pair.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { Meter } from './meter.ts';
import { row, type Cost, type Row } from './row.ts';

const environment = 'shop';
const warmUp = 5;
/** At most so many times the figure at the first size. */
const growth: Readonly<Record<number, number>> = { 10_000: 1.2, 50_000: 1.4 };

type Measured = { size: number; values: number[]; floor: number[]; cost: Cost };

/**
 * Push → applied, one file, from the instant the git server has the commit to the instant its object is written. The floor
 * does the same by hand: `git fetch --depth 1` by the command line, then one server-side apply.
 */
export async function benchPush(options: { sizes: readonly number[]; repeats: number }): Promise<Row[]> {
  const rows: Row[] = [];
  let first: Measured | undefined;
  for (const size of options.sizes) {
    const measured = await measure(size, options.repeats);
    first ??= measured;
    rows.push(...rowsOf(measured, first));
  }
  return rows;
}

function rowsOf({ size, values, floor, cost }: Measured, first: Measured): Row[] {
  const what = { area: 'push', what: 'push → applied, one file', size, values };
  const byHand = { name: 'git fetch --depth 1 and one apply, by hand', values: floor };
  const bar = first.size === size ? { median: 70, p99: 200, ratio: 2 } : undefined;
  const rows = [{ ...row({ ...what, floor: byHand, ...(bar && { bar }) }), cost }];
  if (first.size === size) return rows;
  const smaller = { name: `the same at ${first.size}`, values: first.values };
  const ratio = growth[size];
  return [
    ...rows,
    row({
      ...what,
      what: `${what.what}, beside ${first.size}`,
      floor: smaller,
      ...(ratio !== undefined && { bar: { ratio } }),
    }),
  ];
}

async function measure(size: number, repeats: number): Promise<Measured> {
  await using controlPlane = await startControlPlane();
  await using directory = await temporaryDirectory('bench');
  const { kubeconfig } = controlPlane;
  // A push of one object is its own check: the gate changes only how long the first apply takes, which is not measured here.
  const gate = size > 1000 ? 'each' : 'all';
  const environments = [
    { name: environment, ref: 'main', path: 'shop', gate, pruneLimit: { count: 10, percent: 100 } },
  ];
  const options = { directory: directory.path, kubeconfig, ownNamespace: 'couplet-bench', environments };
  await using pair = await Pair.start(options, shopFiles(size));
  await pair.reach(environment, await pair.copy.git('rev-parse', 'HEAD'), ['applied'], 30 * 60_000);

  const clone = join(directory.path, 'floor');
  await git(['clone', '--quiet', '--depth', '1', pair.gitServer.repositoryUrl('config'), clone]);
  const values: number[] = [];
  const floor: number[] = [];
  for (let push = 1; push <= warmUp + repeats; push += 1) {
    const ms = await pushOnce(pair, push);
    const byHand = await applyByHand(pair, clone, push);
    if (push <= warmUp) continue;
    values.push(ms);
    floor.push(byHand);
  }
  const pids = { sync: pair.sync?.pid ?? 0, applier: pair.applier?.pid ?? 0 };
  const cost = await new Meter(controlPlane).measure(pids, async () => {
    await pushOnce(pair, 0);
  });
  return { size, values, floor, cost };
}

/** Milliseconds from the push to the write of its object. */
async function pushOnce(pair: Pair, push: number): Promise<number> {
  const pushed = Promise.withResolvers<number>();
  pair.gitServer.onPush(({ at }) => pushed.resolve(at));
  const commit = await pair.push(`Greet visitor ${push}`, { write: changedSettings(push) });
  return timingOf(await pushed.promise, await pair.reach(environment, commit)).pushToApplied;
}

async function applyByHand(pair: Pair, clone: string, push: number): Promise<number> {
  const started = performance.now();
  await git(['fetch', '--quiet', '--depth', '1', 'origin', 'main'], { cwd: clone });
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'by-hand' }, data: { push: String(push) } };
  await pair.kubernetes.apply(`/api/v1/namespaces/${environment}/configmaps/by-hand`, object, 'by-hand');
  return performance.now() - started;
}
