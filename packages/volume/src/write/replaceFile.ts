import { createFile } from './createFile.ts';
import { discard } from './discard.ts';
import { putInPlace } from './putInPlace.ts';
import { temporaryPath } from './temporaryPath.ts';

/** Puts `bytes` at `path`, which is on the volume, by rename: a reader sees the old file or the new one, whole. */
export async function replaceFile(
  root: string,
  path: string,
  bytes: Uint8Array,
  keptModes?: Set<number>,
): Promise<void> {
  const staged = temporaryPath(root);
  try {
    await createFile(staged, bytes, 0o644, keptModes);
    await putInPlace(root, staged, path);
  } catch (error) {
    await discard(staged);
    throw error;
  }
}
