import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startControlPlane } from './support/controlPlane.ts';
import { requirePrograms } from './support/requirePrograms.ts';

/**
 * `npm test`: starts one control plane for all test files and runs them. `npm test -- packages/volume` runs what lies
 * there; RUNS=20 repeats everything, to shake out what only sometimes fails.
 */
const everything = ['packages/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts'];

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(places: string[]): Promise<number> {
  await requirePrograms(['git', 'openssl', 'sshd'], say);
  await using controlPlane = await startControlPlane();
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

async function runTests(files: string[], kubeconfig: string): Promise<number> {
  // Many tests wait for other processes, so that one file more than there are cores keeps them busy.
  const concurrency = `--test-concurrency=${availableParallelism() + 1}`;
  const args = ['--test', '--test-reporter=spec', '--test-timeout=300000', concurrency, ...files];
  const child = spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, COUPLET_KUBECONFIG: kubeconfig },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', reject);
  child.on('close', (code) => resolve(code ?? 1));
  return await promise;
}

process.exit(await main(process.argv.slice(2)));
