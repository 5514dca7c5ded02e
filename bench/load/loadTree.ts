import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { ManifestIndex } from '../../packages/applier/src/load/manifestIndex.ts';
import { TestVolume, type Files } from '../../packages/applier/src/load/fixtures/testVolume.ts';
import { TrackedMap } from '../../packages/applier/src/load/trackedMap.ts';
import type { LiveObject } from '../../packages/applier/src/plan/liveObject.ts';
import { plan as drawPlan, type Plan } from '../../packages/applier/src/plan/plan.ts';
import { PlanMemory } from '../../packages/applier/src/plan/planMemory.ts';
import { itemFiles } from '../items.ts';

/** Loads a tree of so many manifests as the applier does, cold and then with one file changed; prints a line of JSON. */
const size = Number(process.argv[2]);
await using volume = await TestVolume.create();
await mkdir(join(volume.root, 'environments'), { recursive: true });
const files = itemFiles(size, 'items');
const before = await volume.write(nested(files));
const [changedPath = ''] = Object.keys(files);
const after = await volume.write(
  nested({ ...files, [changedPath]: (files[changedPath] ?? '').replace('Item', 'New') }),
);

globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
const index = new ManifestIndex({ root: volume.root, prefix: '' });
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
const [cold] = await timed(() => index.update({ tree: before }));
loop.disable();
globalThis.gc?.();
const memory = (process.memoryUsage().heapUsed - heapBefore) / 1024 / 1024;
const configMaps = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const live = new TrackedMap<string, LiveObject>();
const input = {
  faults: [],
  memory: new PlanMemory(),
  live,
  kinds: new Map([['ConfigMap', configMaps]]),
  namespace: 'bench',
  gate: 'all' as const,
  drift: 'correct' as const,
  rules: { pruneLimit: { count: 10, percent: 30 }, prune: true, ownNamespace: 'couplet-bench' },
  place: 'bench',
};
const [plan, first] = await timed(() => drawn(size));
setLive(first);
drawn(0);
const [change] = await timed(() => index.update({ tree: after }));
const [replan] = await timed(() => drawn(1));
const delay = loop.percentile(99) / 1e6;
process.stdout.write(`${JSON.stringify({ size, cold, change, plan, replan, memory, delay })}\n`);

function drawn(steps: number): Plan {
  const made = drawPlan({ ...input, files: index.files() });
  if (made.apply.length !== steps) throw new Error(`Cannot plan: expected ${steps} steps, found ${made.apply.length}`);
  return made;
}

/** What was planned is in the set afterwards. */
function setLive({ apply }: Plan): void {
  for (const { id, entry, namespace = '' } of apply) {
    const { name, digest } = entry;
    const marks = { owned: true, fields: '', keep: false, couplet: false, deleting: false };
    live.set(id, { id, kind: 'ConfigMap', namespace, name, uid: id, digest, ...marks });
  }
}

/** The milliseconds that it took, and what came of it. */
async function timed<T>(work: () => T | Promise<T>): Promise<[number, T]> {
  const started = performance.now();
  const made = await work();
  return [performance.now() - started, made];
}

/** Files by path as directories in directories. */
function nested(flat: Record<string, string>): Files {
  const root: Files = {};
  for (const [path, content] of Object.entries(flat)) {
    const parts = path.split('/');
    let place = root;
    for (const part of parts.slice(0, -1)) {
      const next = place[part];
      place = typeof next === 'object' && !(next instanceof Uint8Array) ? next : (place[part] = {});
    }
    place[parts.at(-1) ?? ''] = content;
  }
  return root;
}
