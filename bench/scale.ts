import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { ControlPlane } from '../test/support/controlPlane.ts';
import { burst } from './scale/burst.ts';
import { pushFiles } from './scale/pushFiles.ts';
import { row, type Row } from './row.ts';

/** n log n between 100 and 50,000 is n^1.15 at most; the rest is for noise. */
const worst = 1.25;

/** What `load/loadTree.ts` tells of one size: milliseconds and MiB. */
type Loaded = {
  size: number;
  cold: number;
  change: number;
  plan: number;
  replan: number;
  memory: number;
  delay: number;
};

/** How costs grow: with the files of a commit, with environments, with pushes in a burst, and with the repository. */
export async function benchScale(
  controlPlane: ControlPlane,
  options: { sizes: readonly number[]; repeats: number },
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const files of [1, 10, 100]) {
    const values = await pushFiles(controlPlane, { files, environments: 1, repeats: options.repeats });
    rows.push(row({ area: 'scale', what: `push → applied, ${files} of 1,000 files`, size: 1000, values }));
  }
  for (const environments of [10, 50]) {
    const values = await pushFiles(controlPlane, { files: 1, environments, repeats: options.repeats });
    rows.push(
      row({ area: 'scale', what: `push → applied, one file, ${environments} environments`, size: 1000, values }),
    );
  }
  rows.push(...(await burst(controlPlane)));
  return [...rows, ...(await growth(options.sizes))];
}

async function growth(sizes: readonly number[]): Promise<Row[]> {
  const loaded: Loaded[] = [];
  for (const size of sizes) loaded.push(await load(size));
  const rows: Row[] = [];
  for (const { size, cold, delay } of loaded) {
    rows.push(
      row({
        area: 'scale',
        what: 'cold load of all manifests',
        size,
        values: [cold],
        ...(size === 10_000 && { bar: { median: 1500 } }),
      }),
    );
    const what = 'event-loop delay while they load, p99';
    rows.push(row({ area: 'scale', what, size, values: [delay], ...(size === 10_000 && { bar: { median: 50 } }) }));
  }
  for (const cost of ['cold', 'plan', 'memory', 'change', 'replan'] as const) {
    const power = slope(loaded.map((one) => [one.size, one[cost]]));
    const what = `growth of ${words[cost]}, ${sizes.at(0)} to ${sizes.at(-1)} manifests`;
    rows.push(
      row({ area: 'scale', what, size: sizes.at(-1) ?? 0, unit: 'power', values: [power], bar: { median: worst } }),
    );
  }
  return rows;
}

const words = {
  cold: 'the time of a cold load',
  plan: 'the time of a plan',
  memory: 'the memory of the index',
  change: 'the time of loading a one-file change',
  replan: 'the time of planning a one-file change',
};

/** A process of its own for each size, so that one does not warm up the next. */
async function load(size: number): Promise<Loaded> {
  const script = join(import.meta.dirname, 'load', 'loadTree.ts');
  const child = spawn(process.execPath, ['--expose-gc', script, String(size)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout)) as Loaded;
}

/** The k of cost = c · n^k that fits best, by least squares over the logarithms. */
function slope(points: [number, number][]): number {
  const logs = points.map(([n, cost]) => [Math.log(n), Math.log(Math.max(cost, 0.01))] as const);
  const [x, y] = [mean(logs.map(([n]) => n)), mean(logs.map(([, cost]) => cost))];
  const above = logs.reduce((sum, [n, cost]) => sum + (n - x) * (cost - y), 0);
  const below = logs.reduce((sum, [n]) => sum + (n - x) ** 2, 0);
  return below === 0 ? 0 : Math.max(0, above / below);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
