import { setImmediate } from 'node:timers/promises';
import type { BodyCache } from './bodyCache.ts';
import { loadFile, type FileOnVolume } from './loadFile.ts';
import type { LoadedFile } from './manifest.ts';

/** Milliseconds after which other work gets a turn. */
const slice = 5;

/**
 * Loads files one after the other, since the volume reads small files with blocking calls: more at once would only add up
 * to a longer turn of the event loop. Throws what the first file throws (DamagedTreeError), or the reason of an abort.
 */
export async function loadFiles(files: FileOnVolume[], bodies: BodyCache, signal?: AbortSignal): Promise<LoadedFile[]> {
  const loaded: LoadedFile[] = [];
  let since = performance.now();
  for (const file of files) {
    signal?.throwIfAborted();
    loaded.push(await loadFile(file, bodies));
    if (performance.now() - since < slice) continue;
    await setImmediate();
    since = performance.now();
  }
  signal?.throwIfAborted();
  return loaded;
}
