import { join } from 'node:path';
import { changedSettings, shopFiles } from '../demo/shopFiles.ts';
import { timingOf } from '../demo/timeline.ts';
import { git } from '../test/support/git.ts';
import { Pair } from '../test/support/pair.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { row, type Row } from './row.ts';

const environment = 'shop';
const warmUp = 5;

/**
 * Push → applied, one file, from the instant the git server has the commit to the instant its object is written. The floor does the same by
 * hand: `git fetch --depth 1` by the command line, then one server-side apply.
 */
export async function benchPush(kubeconfig: string, options: { size: number; repeats: number }): Promise<Row> {
  await using directory = await temporaryDirectory('bench');
  const ownNamespace = 'couplet-bench';
  const environments = [{ name: environment, ref: 'main', path: 'shop', pruneLimit: { count: 10, percent: 100 } }];
  await using pair = await Pair.start(
    { directory: directory.path, kubeconfig, ownNamespace, environments },
    shopFiles(options.size),
  );
  await pair.reach(environment, await pair.copy.git('rev-parse', 'HEAD'), ['applied'], 20 * 60_000);

  const clone = join(directory.path, 'floor');
  const url = pair.gitServer.repositoryUrl('config');
  await git(['clone', '--quiet', '--depth', '1', url, clone]);
  const values: number[] = [];
  const floor: number[] = [];
  for (let push = 1; push <= warmUp + options.repeats; push += 1) {
    const ms = await pushOnce(pair, push);
    const byHand = await applyByHand(pair, clone, push);
    if (push <= warmUp) continue;
    values.push(ms);
    floor.push(byHand);
  }
  return row({
    area: 'push',
    what: 'push → applied, one file',
    size: options.size,
    values,
    floor: { name: 'git fetch --depth 1 and one apply, by hand', values: floor },
    bar: { median: 70, p99: 200, ratio: 2 },
  });
}

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
