import { spawn } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { compileCacheOf } from './support/compileCacheOf.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { requirePrograms } from './support/requirePrograms.ts';

const root = join(import.meta.dirname, '..');
// A thousand processes of ours start: a third of their time is for types that were stripped before.
const cache = join(root, 'node_modules', '.cache', 'compile');
/**
 * `npm test`: starts one control plane for all test files and runs them. `npm test -- packages/volume` runs what lies
 * there; RUNS=20 repeats everything, to shake out what only sometimes fails.
 */
const everything = ['packages/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts'];

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(places: string[]): Promise<number> {
  await requirePrograms(['git', 'openssl', 'sshd', 'gpg', 'ssh-keygen', 'curl', 'chromium'], say);
  const compiled = Promise.all([compile('sync'), compile('applier')]);
  await using controlPlane = await startControlPlane();
  await compiled;
  const files =
    places.length === 0 ? everything : places.map((place) => (place.endsWith('.ts') ? place : `${place}/**/*.test.ts`));
  const runs = Number(process.env['RUNS'] ?? '1');
  for (let run = 1; run <= runs; run += 1) {
    if (runs > 1) say(`run ${run} of ${runs}`);
    const code = await runTests(files, controlPlane.kubeconfig);
    if (code !== 0) return code;
  }
  return 0;
}

/** Fills the cache with a program. Only a process that ends by itself does, and most tests kill theirs. */
async function compile(name: 'sync' | 'applier'): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCacheOf(name, cache) };
  const program = join(root, 'packages', name, 'src', 'main.ts');
  const child = spawn(process.execPath, [program, '--help'], { env, stdio: 'ignore' });
  const { promise, resolve } = Promise.withResolvers<void>();
  child.on('error', () => resolve());
  child.on('close', () => resolve());
  await promise;
}

async function runTests(files: string[], kubeconfig: string): Promise<number> {
  // Many tests wait for other processes, so that one file more than there are cores keeps them busy.
  const concurrency = `--test-concurrency=${availableParallelism() + 1}`;
  const args = ['--test', '--test-reporter=spec', '--test-timeout=300000', concurrency, ...files];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      COUPLET_KUBECONFIG: kubeconfig,
      NODE_COMPILE_CACHE: cache,
      TMPDIR: await temporaryFiles(),
    },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', reject);
  child.on('close', (code) => resolve(code ?? 1));
  return await promise;
}

/** Memory where there is much of it: the tests write tens of thousands of small files. */
async function temporaryFiles(): Promise<string> {
  const memory = '/dev/shm';
  const { TMPDIR: given } = process.env;
  if (given !== undefined) return given;
  const room = await statfs(memory).catch(() => undefined);
  return room !== undefined && room.bavail * room.bsize > 8 * 2 ** 30 ? memory : tmpdir();
}

process.exit(await main(process.argv.slice(2)));
