import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from './support/eventually.ts';
import { TestPair } from './support/testPair.ts';

const environment = 'cost';
const sizes = { small: 200, large: 2000 } as const;

/** What one push makes the pair do, in counts that do not depend on how fast the machine is. */
type Cost = {
  requests: number;
  /** From the git server. */
  fetchedBytes: number;
  newDirectories: number;
  /** Bytes that the programs read by system calls, from files and sockets alike (proc(5), `rchar`). */
  readBySync: number;
  readByApplier: number;
};

/** Ten entries in a directory, so that no directory grows with the repository. */
function path(index: number): string {
  const digits = String(index).padStart(4, '0');
  return `${environment}/${digits.slice(0, 1)}/${digits.slice(1, 2)}/${digits.slice(2, 3)}/item-${index}.yaml`;
}

function manifest(index: number, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: item-${index}}\ndata: {value: "${value}"}\n`;
}

async function costOfOnePush(size: number): Promise<Cost> {
  const files = Object.fromEntries(Array.from({ length: size }, (_, index) => [path(index), manifest(index, 'first')]));
  const environments = [{ name: environment, gate: 'each', settle: 0, resync: '24h' }];
  await using world = await TestPair.start({ environments, files });
  const { pair } = world;
  await world.applied(environment);
  // What is done once only, as compiling code and opening connections, is not the cost of a push.
  for (const value of ['second', 'third']) await push(world, value);

  const before = await reading(world);
  const { requests = 0 } = await push(world, 'counted');
  const after = await reading(world);
  return {
    requests,
    fetchedBytes: after.fetched - before.fetched,
    newDirectories: after.directories - before.directories,
    readBySync: after.sync - before.sync,
    readByApplier: after.applier - before.applier,
  };

  async function push(place: TestPair, value: string): ReturnType<typeof pair.reach> {
    const commit = await pair.push(`Make it ${value}`, { write: { [path(7)]: manifest(7, value) } });
    await Promise.all(pair.deliveries.splice(0));
    // Not asked of the applier: it would read each question.
    await eventually(`the object says ${value}`, async () => {
      const object = await place.configMap(environment, 'item-7');
      return object?.data?.['value'] === value ? true : undefined;
    });
    return await place.pair.reach(environment, commit);
  }
}

async function reading({ pair }: TestPair): Promise<Record<'fetched' | 'directories' | 'sync' | 'applier', number>> {
  const metrics = await (await fetch(`http://127.0.0.1:${pair.ports.internal}/metrics`)).text();
  const entries = await readdir(join(pair.volume, 'trees'));
  return {
    fetched: Number(/^couplet_sync_fetch_bytes_total (\d+)/m.exec(metrics)?.[1]),
    directories: entries.filter((name) => !name.endsWith('.tree')).length,
    sync: await bytesRead(pair.sync?.pid),
    applier: await bytesRead(pair.applier?.pid),
  };
}

async function bytesRead(pid: number | undefined): Promise<number> {
  return Number(/rchar: (\d+)/.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

const costs = Promise.all([costOfOnePush(sizes.small), costOfOnePush(sizes.large)]);

for (const [cost, most] of [
  ['requests', 1],
  ['newDirectories', 1],
  // A third more, for directories that are full only in the larger one, and the deltas that git chooses.
  ['fetchedBytes', 1.33],
  // What is written about runs falls into one measurement or the next; ten times the files would be far more.
  ['readBySync', 2.5],
  ['readByApplier', 2.5],
] as const) {
  test(`one push costs ${sizes.large} files no more ${cost} than ${sizes.small}`, async () => {
    const [small, large] = await costs;
    assert.ok(small[cost] > 0, `found ${small[cost]} at ${sizes.small} files: nothing was counted`);
    assert.ok(large[cost] <= small[cost] * most, `expected at most ${most} × ${small[cost]}, found ${large[cost]}`);
  });
}
