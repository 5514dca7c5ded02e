import { join } from 'node:path';
import { git, gitText } from '../test/support/git.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { bigRepository, commitOneFile } from './bigRepository.ts';
import { startGitServerProcess } from './gitServerProcess.ts';
import { row, type Row } from './row.ts';
import { SyncUnderTest } from './syncUnderTest.ts';

const warmUp = 5;
const firsts = 5;
/** At most so many milliseconds, from webhook to publication. */
const latency: Readonly<Record<number, Row['bar']>> = {
  200: { median: 50 },
  10_000: { median: 50 },
  50_000: { median: 60 },
};
/** MiB: DESIGN's bar for a process at rest is measured where there is next to nothing to publish. */
const memory = (size: number): Row['bar'] => ({ median: size <= 1000 ? 110 : 200 });
/** At most so many times `git clone --depth 1`. */
const first: Readonly<Record<number, Row['bar']>> = { 10_000: { ratio: 1.5 }, 50_000: { ratio: 2 } };

/** The first publication, one-file commits and memory of sync, beside what the git CLI takes for the same in turn. */
export async function benchSync(options: { sizes: readonly number[]; repeats: number }): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of options.sizes) rows.push(...(await benchSize(size, options.repeats)));
  return rows;
}

async function benchSize(size: number, repeats: number): Promise<Row[]> {
  await using directory = await temporaryDirectory('bench');
  const at = (name: string): string => join(directory.path, name);
  const repository = at('repositories/config.git');
  await bigRepository(repository, size);
  await using server = await startGitServerProcess(at('repositories'));
  const url = `${server.url}/config.git`;
  await using sync = await SyncUnderTest.prepare(at('sync'), url);

  let commit = await gitText(['rev-parse', 'refs/heads/main'], { cwd: repository });
  const published: number[] = [];
  const clones: number[] = [];
  await sync.warmUp(commit);
  for (let count = 0; count < firsts; count += 1) {
    clones.push(await timed(() => git(['clone', '--quiet', '--depth', '1', url, at(`clone-${count}`)])));
    published.push(await sync.firstPublication(commit));
  }
  const peak = (await sync.memory()).peak;

  const pushed: number[] = [];
  const fetches: number[] = [];
  const listings: number[] = [];
  for (let change = 1; change <= warmUp + repeats; change += 1) {
    commit = await commitOneFile(repository, (change * 37) % size, change);
    const ms = await sync.webhookToPublication(commit);
    const fetch = await timed(() =>
      git(['fetch', '--quiet', '--depth', '1', 'origin', 'main'], { cwd: at('clone-0') }),
    );
    const list = await timed(() => git(['ls-remote', url, 'refs/heads/main']));
    if (change <= warmUp) continue;
    pushed.push(ms);
    fetches.push(fetch);
    listings.push(list);
  }
  const resident = (await sync.memory()).now;

  const clone = { name: 'git clone --depth 1', values: clones };
  const fetch = { name: 'git fetch --depth 1', values: fetches };
  const list = { name: 'git ls-remote', values: listings };
  const floors = [clone, fetch, list].map(({ name, values }) => row({ area: 'sync', what: name, size, values }));
  return [
    row({ area: 'sync', what: 'first publication', size, values: published, floor: clone, bar: first[size] }),
    row({
      area: 'sync',
      what: 'webhook → publication, one file',
      size,
      values: pushed,
      floor: fetch,
      bar: latency[size],
    }),
    row({ area: 'sync', what: 'the same, beside the listing of one ref', size, values: pushed, floor: list }),
    row({
      area: 'sync',
      what: 'memory after the first publication, at most',
      size,
      unit: 'MiB',
      values: [peak],
      bar: { median: 200 },
    }),
    row({
      area: 'sync',
      what: 'memory after one-file commits',
      size,
      unit: 'MiB',
      values: [resident],
      bar: memory(size),
    }),
    ...floors,
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
