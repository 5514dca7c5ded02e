import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** `npm run check`: everything that can be known without starting a program, side by side, in seconds. */
const bin = join(import.meta.dirname, '..', 'node_modules', '.bin');
const checks: { name: string; command: string[] }[] = [
  { name: 'types', command: [join(bin, 'tsc'), '--noEmit', '--pretty', 'false'] },
  { name: 'lint', command: [join(bin, 'oxlint'), '--quiet'] },
  { name: 'format', command: [join(bin, 'oxfmt'), '--check', '.'] },
  {
    name: 'structure and docs',
    command: [process.execPath, '--test', '--test-reporter=dot', 'test/structure/*.test.ts'],
  },
];

async function run({ name, command }: { name: string; command: string[] }): Promise<boolean> {
  const started = performance.now();
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject);
  child.on('close', resolve);
  const code = await promise;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)\n${code === 0 ? '' : output}`);
  return code === 0;
}

const queue = checks.values();
const results: boolean[] = [];
await Promise.all(
  Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
    for (const check of queue) results.push(await run(check));
  }),
);
process.exit(results.every(Boolean) ? 0 : 1);
