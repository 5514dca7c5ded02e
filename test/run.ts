import { spawn } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { compileCacheOf } from './support/compileCacheOf.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { requirePrograms } from './support/requirePrograms.ts';
import { sharesProcess } from './support/sharesProcess.ts';
import { temporaryFiles } from './support/temporaryFiles.ts';

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
  // Two cores do all the work: a third of what the control plane takes of them is for collecting garbage early.
  await using controlPlane = await startControlPlane({ heapGrowth: 400 });
  await compiled;
  const files = await sortFiles(places);
  const runs = Number(process.env['RUNS'] ?? '1');
  // What a test leaves goes with the control plane; it takes a controller seconds to delete what nobody looks at any more.
  if (runs === 1 && controlPlane.dataDirectory !== undefined) process.env['COUPLET_CLUSTER_ENDS'] = '1';
  for (let run = 1; run <= runs; run += 1) {
    if (runs > 1) say(`run ${run} of ${runs}`);
    const code = await runTests(files, controlPlane.kubeconfig);
    if (code !== 0) return code;
  }
  return 0;
}

/** Fills the cache with a program. Only a process that ends by itself does, and most tests kill theirs. */
async function compile(name: 'sync' | 'applier'): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCacheOf(cache) };
  const program = join(root, 'packages', name, 'src', 'main.ts');
  const child = spawn(process.execPath, [program, '--help'], { env, stdio: 'ignore' });
  const { promise, resolve } = Promise.withResolvers<void>();
  child.on('error', () => resolve());
  child.on('close', () => resolve());
  await promise;
}

type Files = { apart: string[]; together: string[] };

/** Files that are named have a process each, as they have for whoever looks for a fault in one. */
async function sortFiles(places: string[]): Promise<Files> {
  if (places.length > 0 && places.every((place) => place.endsWith('.ts'))) return { apart: places, together: [] };
  const patterns = places.map((place) => (place.endsWith('.ts') ? place : `${place}/**/*.test.ts`));
  const files: Files = { apart: [], together: [] };
  const found = glob(places.length === 0 ? everything : patterns, { cwd: root, exclude: ['**/node_modules'] });
  for (const file of (await Array.fromAsync(found)).toSorted()) {
    const isShared = sharesProcess(file, await readFile(join(root, file), 'utf8'));
    files[isShared ? 'together' : 'apart'].push(file);
  }
  if (files.apart.length + files.together.length === 0)
    throw new Error(`Cannot test: no test file is in ${places.join(', ')}`);
  return files;
}

async function runTests({ apart, together }: Files, kubeconfig: string): Promise<number> {
  const env = {
    ...process.env,
    COUPLET_KUBECONFIG: kubeconfig,
    NODE_COMPILE_CACHE: cache,
    TMPDIR: await temporaryFiles(process.env),
  };
  // Many tests wait for other processes, so that one file more than there are cores keeps them busy.
  const concurrency = `--test-concurrency=${availableParallelism() + 1}`;
  const shared = testProcess(['--test-isolation=none'], together, env, () => {});
  const lines = new WholeLines(process.stdout);
  const own = testProcess([concurrency], apart, env, (text) => lines.write(text));
  // In one piece between two lines of the other: two reports at once cannot be read. One that failed comes last.
  void shared.then(({ code, output }) => code === 0 && lines.insert(output));
  const { code } = await own;
  const { code: sharedCode, output } = await shared;
  lines.end();
  if (sharedCode !== 0) process.stdout.write(output);
  return code === 0 ? sharedCode : code;
}

/** Hands text on by whole lines, so that something can be said between them. */
class WholeLines {
  readonly #to: NodeJS.WritableStream;
  #begun = '';

  constructor(to: NodeJS.WritableStream) {
    this.#to = to;
  }

  write(text: string): void {
    const all = this.#begun + text;
    const end = all.lastIndexOf('\n') + 1;
    this.#begun = all.slice(end);
    this.#to.write(all.slice(0, end));
  }

  insert(text: string): void {
    this.#to.write(text);
  }

  end(): void {
    this.#to.write(this.#begun);
  }
}

type Ended = { code: number; output: string };

async function testProcess(
  more: string[],
  files: string[],
  env: NodeJS.ProcessEnv,
  onText: (text: string) => void,
): Promise<Ended> {
  // Without a file node would look for some itself.
  if (files.length === 0) return { code: 0, output: '' };
  const args = ['--test', '--test-reporter=spec', '--test-timeout=300000', ...more, ...files];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    onText(text);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  child.on('error', reject);
  child.on('close', (code) => resolve({ code: code ?? 1, output }));
  return await promise;
}

process.exit(await main(process.argv.slice(2)));
