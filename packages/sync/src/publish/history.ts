import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commitId, treeId } from '@couplet/volume';
import type { CommitId, TreeId } from '@couplet/volume';

/** One publication that was; `at` in milliseconds since the epoch. */
export type HistoryEntry = {
  readonly environment: string;
  readonly commit: CommitId;
  readonly tree: TreeId;
  readonly at: number;
};

// Private to the writer, as the volume's contract allows: readers never look here.
const directory = 'sync';
const file = 'history.json';

/** Oldest first. An absent or unreadable file is an empty history: it only decides how long trees are kept. */
export async function readHistory(root: string): Promise<HistoryEntry[]> {
  try {
    const entries: unknown = JSON.parse(await readFile(join(root, directory, file), 'utf8'));
    return Array.isArray(entries) ? entries.flatMap(parseEntry) : [];
  } catch {
    return [];
  }
}

export async function writeHistory(root: string, entries: readonly HistoryEntry[]): Promise<void> {
  await mkdir(join(root, directory), { recursive: true });
  const path = join(root, directory, file);
  await writeFile(`${path}.new`, `${JSON.stringify(entries)}\n`);
  await rename(`${path}.new`, path);
}

function parseEntry(entry: unknown): HistoryEntry[] {
  if (typeof entry !== 'object' || entry === null) return [];
  if (!('environment' in entry && 'commit' in entry && 'tree' in entry && 'at' in entry)) return [];
  const { environment, commit, tree, at } = entry;
  if (typeof environment !== 'string' || typeof at !== 'number') return [];
  try {
    return [{ environment, commit: commitId(String(commit)), tree: treeId(String(tree)), at }];
  } catch {
    return [];
  }
}
