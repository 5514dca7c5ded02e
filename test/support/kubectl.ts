import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { temporaryDirectory } from './temporaryDirectory.ts';

const run = promisify(execFile);

/** Runs kubectl against a cluster and gives what it prints; undefined when this machine has no kubectl. */
export async function kubectl(kubeconfig: string, ...words: string[]): Promise<string | undefined> {
  // Where it keeps what it discovered.
  await using home = await temporaryDirectory('kubectl-home');
  try {
    const { stdout } = await run('kubectl', ['--kubeconfig', kubeconfig, ...words], {
      maxBuffer: 64 * 1024 * 1024,
      env: { PATH: process.env['PATH'] ?? '', HOME: home.path },
    });
    return stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
