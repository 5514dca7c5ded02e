import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startApiProxy } from '../../test/support/apiProxy.ts';
import { startControlPlane } from '../../test/support/controlPlane.ts';
import { startFaultyProxy, type Fault } from '../../test/support/faultyProxy.ts';
import { Pair } from '../../test/support/pair.ts';
import { seededRandom } from '../../test/support/seededRandom.ts';
import { temporaryDirectory } from '../../test/support/temporaryDirectory.ts';
import { retention } from '../../packages/sync/src/publish/retention.ts';
import { itemFiles } from '../items.ts';
import { follow } from './follow.ts';
import { judge } from './judge.ts';
import { pace } from './pace.ts';
import { report } from './report.ts';
import { isAlive, takeSample, type Sample } from './sample.ts';
import { TreesKept } from './treesKept.ts';

const retentionMinutes = retention.youngerThan / 60_000;
const usage = `npm run soak -- [--minutes N] [--faults PERCENT] [--seed N]

  Pushes all the time, with faults in front of the git server and the API server, and fails when file descriptors, memory,
  trees, packs or connections grow, when a program ends, or when the last push is not applied. The volume keeps trees for
  ${retentionMinutes} minutes, so that a shorter soak cannot judge all of it: the report says what it did not judge, and how long it takes.
`;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: String(retentionMinutes * 1.5) },
    faults: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
if (values.help || !(minutes > 0)) {
  process.stderr.write(usage);
  process.exit(values.help ? 0 : 2);
}

const name = 'soak';
const path = 'items/0/item-0.json';
const random = seededRandom(Number(values.seed));
const faults: Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'lose' },
  { kind: 'cut', after: 40 },
];
let injected = 0;
const fault = (): Fault | undefined => {
  if (random() * 100 >= Number(values.faults)) return undefined;
  injected += 1;
  return faults[Math.floor(random() * faults.length)];
};

await using stack = new AsyncDisposableStack();
const controlPlane = stack.use(await startControlPlane());
const directory = stack.use(await temporaryDirectory('soak'));
const api = stack.use(await startApiProxy(controlPlane.kubeconfig));
const environments = [{ name, ref: 'main', path: 'items', namespace: name, pruneLimit: { count: 50, percent: 100 } }];
const options = { directory: directory.path, kubeconfig: api.kubeconfig, ownNamespace: 'couplet-soak', environments };
const files = itemFiles(500, 'items');
const pair = stack.use(await Pair.prepare(options, files));
const gitProxy = stack.use(await startFaultyProxy(pair.gitServer.url));
await pair.writeConfig(environments, { url: `${gitProxy.url}/config.git`, poll: `${pace.poll}ms` });
await pair.kubernetes.createNamespace(name);
await pair.startBoth();
await pair.reach(name, await pair.copy.git('rev-parse', 'HEAD'), ['applied'], 120_000);
api.fault = fault;
gitProxy.fault = fault;

const pids = { sync: pair.sync?.pid ?? 0, applier: pair.applier?.pid ?? 0 };
const kept = new TreesKept(pace.sweepWithin);
kept.pushed(await pair.copy.git('rev-parse', 'HEAD'), await treesPushed());
const places = { ...pids, volume: pair.volume, git: join(directory.path, 'git') };
const samples: Sample[] = [];
const begin = performance.now();
const end = begin + minutes * 60_000;
const every = Math.max(500, (minutes * 60_000) / 300);
let next = begin;
let pushes = 0;
while (performance.now() < end) {
  pushes += 1;
  const commit = await pair.push(`Push ${pushes}`, { write: changed(pushes) });
  kept.pushed(commit, await treesPushed());
  pair.deliveries.length = 0;
  await follow(pair, name, kept);
  if (performance.now() >= next) {
    next = performance.now() + every;
    if (!(await isAlive(pids.sync)) || !(await isAlive(pids.applier))) break;
    samples.push(await takeSample(places, performance.now() - begin, kept));
  }
  await sleep(200);
}
api.fault = () => undefined;
gitProxy.fault = () => undefined;

const problems: string[] = [];
for (const program of ['sync', 'applier'] as const) {
  if (!(await isAlive(pids[program]))) problems.push(`${program} ended: ${pair[program]?.everything().slice(-2000)}`);
}
const commit = await pair.copy.git('rev-parse', 'HEAD');
await pair.reach(name, commit, ['applied', 'healthy'], 120_000).catch((error: unknown) => problems.push(String(error)));
const title = (await pair.kubernetes.get(`/api/v1/namespaces/${name}/configmaps/item-0`))?.data?.['title'];
if (title !== `Item ${pushes}`) problems.push(`the object must be of push ${pushes}, found ${title}`);

const verdicts = judge(samples);
for (const { what, kind, before, after, allowed, note } of verdicts) {
  const figures = `from ${Math.round(before)} to ${Math.round(after)}, allowed ${allowed}`;
  if (kind === 'grew') problems.push(`${what} grew: ${note ?? figures}`);
}
process.stdout.write(`${minutes} min, ${pushes} pushes, ${injected} faults, ${samples.length} samples\n\n`);
process.stdout.write(report(verdicts));
for (const problem of problems) process.stdout.write(`\nFAILED: ${problem}\n`);
await stack.disposeAsync();
process.exit(problems.length === 0 ? 0 : 1);

/** One file, and one that comes and goes, so that there is something to prune. */
function changed(push: number): Record<string, string> {
  const text = (files[path] ?? '').replace('Item 0', `Item ${push}`);
  const extra = itemFiles(501, 'items')['items/10/item-500.json'] ?? '';
  return { [path]: text, 'items/10/item-500.json': push % 2 === 0 ? extra : extra.replace('item-500', 'item-501') };
}

/** Ids of the trees that a publication of the last push needs: that of the environment's path, and those below it. */
async function treesPushed(): Promise<string[]> {
  return (await pair.copy.git('ls-tree', '-r', '-t', '-d', '--object-only', 'HEAD', 'items')).split('\n');
}
