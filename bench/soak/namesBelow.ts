import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of everything below, also while it changes: `recursive` rejects when one directory of many goes while it reads. */
export async function namesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(noneWhenGone);
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => namesBelow(join(directory, name)));
  return [...entries.map(({ name }) => name), ...(await Promise.all(below)).flat()];
}

function noneWhenGone(error: unknown): Dirent[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
