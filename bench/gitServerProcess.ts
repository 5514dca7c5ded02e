import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

/**
 * The git server of the tests in a process of its own. It starts a process for each request, which takes 5 ms longer for each
 * 100 MiB that the process which starts it has in memory: beside 50,000 files that would be measured as well.
 */
export async function startGitServerProcess(directory: string): Promise<AsyncDisposable & { url: string }> {
  const script = join(import.meta.dirname, 'load', 'gitServer.ts');
  const child = spawn(process.execPath, [script, directory], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const { value: url } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (typeof url !== 'string')
    throw new Error('Cannot measure: the git server must say where it listens, found its end');
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
