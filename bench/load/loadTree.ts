import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { ManifestIndex } from '../../packages/applier/src/load/manifestIndex.ts';
import { TestVolume, type Files } from '../../packages/applier/src/load/fixtures/testVolume.ts';
import { plan as drawPlan } from '../../packages/applier/src/plan/plan.ts';
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
const cold = await timed(async () => void (await index.update({ tree: before })));
loop.disable();
globalThis.gc?.();
const memory = (process.memoryUsage().heapUsed - heapBefore) / 1024 / 1024;
const change = await timed(async () => void (await index.update({ tree: after })));
const configMaps = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const rules = {
  pruneLimit: { count: 10, percent: 30 },
  prune: true,
  ownNamespace: 'couplet-bench',
};
const plan = await timed(async () => {
  const drawn = drawPlan({
    files: index.files(),
    faults: [],
    live: new Map(),
    kinds: new Map([['ConfigMap', configMaps]]),
    namespace: 'bench',
    gate: 'all',
    drift: 'correct',
    rules,
    place: 'bench',
  });
  if (drawn.apply.length !== size) throw new Error(`Cannot plan: expected ${size} steps, found ${drawn.apply.length}`);
});
const delay = loop.percentile(99) / 1e6;
process.stdout.write(`${JSON.stringify({ size, cold, change, plan, memory, delay })}\n`);

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
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
