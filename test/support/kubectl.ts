import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { isExecutable } from './isExecutable.ts';
import { layerProgram } from './layerProgram.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const run = promisify(execFile);

/** Path of the machine's kubectl, else of one that comes with the devDependencies. */
export async function kubectlPath(): Promise<string> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    if (await isExecutable(join(directory, 'kubectl'))) return join(directory, 'kubectl');
  }
  return await layerProgram('kubectl');
}

/** Runs kubectl against a cluster and gives what it prints; rejects with what it says when it fails. */
export async function kubectl(kubeconfig: string, ...words: string[]): Promise<string> {
  // Where it keeps what it discovered.
  await using home = await temporaryDirectory('kubectl-home');
  const { stdout } = await run(await kubectlPath(), ['--kubeconfig', kubeconfig, ...words], {
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'] ?? '', HOME: home.path },
  });
  return stdout;
}
