import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareVolume } from '../write/prepareVolume.ts';

/** An empty directory that is removed at the end of the scope. */
export async function temporaryDirectory(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'couplet-volume-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A prepared volume that is removed at the end of the scope. */
export async function temporaryVolume(): Promise<AsyncDisposable & { root: string }> {
  const { path, [Symbol.asyncDispose]: dispose } = await temporaryDirectory();
  await prepareVolume(path);
  return { root: path, [Symbol.asyncDispose]: dispose };
}
