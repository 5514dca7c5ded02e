import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from '@couplet/config';
import { prepareVolume, readPublication, writeTree } from '@couplet/volume';
import { ManifestIndex } from '../load/manifestIndex.ts';
import { directoryTree } from './directoryTree.ts';

/** The manifests of one environment, and in words where they came from. */
export type OpenedManifests = { index: ManifestIndex; from: string };

export type ManifestPlace = {
  volume: string;
  /** Root of a checkout; without it, what sync published on the volume. */
  directory?: string | undefined;
  /** What cannot be done without them, for messages: `plan`. */
  verb: string;
  /** Removes what was written for the moment. */
  temporary: AsyncDisposableStack;
  signal: AbortSignal;
};

/** Reads what the volume or a checkout holds of an environment, by the very code of a pass. */
export async function openManifests(environment: Environment, place: ManifestPlace): Promise<OpenedManifests> {
  const { volume, directory, verb, temporary, signal } = place;
  const { name, path } = environment;
  if (directory === undefined) return fromVolume(volume, { name, path, verb, signal });
  return fromDirectory(directory, { path, temporary, signal });
}

async function fromVolume(
  volume: string,
  { name, path, verb, signal }: { name: string; path: string; verb: string; signal: AbortSignal },
): Promise<OpenedManifests> {
  const read = await readPublication(volume, name);
  if (read.kind !== 'publication') {
    const found = read.kind === 'absent' ? 'none' : read.problem;
    throw new Error(
      `Cannot ${verb}: ${volume} must hold a publication of ${name}, found ${found}; --from DIRECTORY reads a checkout`,
    );
  }
  const { tree, commit } = read.publication;
  const index = new ManifestIndex({ root: volume, prefix: path });
  await index.update({ tree, signal });
  return { index, from: `commit ${commit}` };
}

/** A checkout becomes a volume of its own for the moment, so that it is read by the very same code. */
async function fromDirectory(
  directory: string,
  { path, temporary, signal }: { path: string; temporary: AsyncDisposableStack; signal: AbortSignal },
): Promise<OpenedManifests> {
  const root = await mkdtemp(join(tmpdir(), 'couplet-manifests-'));
  temporary.defer(() => rm(root, { recursive: true, force: true }));
  const { tree, source } = await directoryTree(resolve(directory, path));
  await prepareVolume(root);
  await writeTree(root, tree, source, { signal });
  const index = new ManifestIndex({ root, prefix: path });
  await index.update({ tree, signal });
  return { index, from: `directory ${directory}` };
}
