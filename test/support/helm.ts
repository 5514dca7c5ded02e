import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { layerProgram } from './layerProgram.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const run = promisify(execFile);

/** Runs helm without any cluster and gives what it prints; rejects with what it says when it fails. */
export async function helm(...words: string[]): Promise<string> {
  await using home = await temporaryDirectory('helm-home');
  const { stdout } = await run(await layerProgram('helm'), words, {
    maxBuffer: 64 * 1024 * 1024,
    env: { HOME: home.path },
  });
  return stdout;
}
