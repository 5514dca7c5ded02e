import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryOf } from '../meter.ts';
import { namesBelow } from './namesBelow.ts';
import type { TreesFound, TreesKept } from './treesKept.ts';

/** What may grow in a process or on its disk when something is never given back. */
export type Sample = {
  /** Milliseconds since the first push. */
  readonly at: number;
  readonly counts: Readonly<Record<Counted, number>>;
  readonly trees: TreesFound;
  /** Different ones that were seen so far. */
  readonly publications: number;
};

export type Counted =
  | 'sync: open files'
  | 'sync: MiB'
  | 'applier: open files'
  | 'applier: MiB'
  | 'applier: connections'
  | 'entries in tmp'
  | 'packs';

export type Places = { readonly sync: number; readonly applier: number; readonly volume: string; readonly git: string };

export async function takeSample({ sync, applier, volume, git }: Places, at: number, kept: TreesKept): Promise<Sample> {
  const [ofSync, ofApplier] = [await openFiles(sync), await openFiles(applier)];
  const now = Date.now();
  const trees = kept.find(await treesOn(volume), now);
  const counts = {
    'sync: open files': ofSync.length,
    'sync: MiB': (await memoryOf(sync)).now,
    'applier: open files': ofApplier.length,
    'applier: MiB': (await memoryOf(applier)).now,
    'applier: connections': ofApplier.filter((target) => target.startsWith('socket:')).length,
    'entries in tmp': (await namesBelow(join(volume, 'tmp'))).length,
    packs: (await namesBelow(git)).filter((name) => name.endsWith('.pack')).length,
  };
  return { at, counts, trees, publications: kept.publications };
}

/** What each open file descriptor points to. */
async function openFiles(pid: number): Promise<string[]> {
  const directory = `/proc/${pid}/fd`;
  const links = (await readdir(directory)).map((name) => readlink(join(directory, name)).catch(() => ''));
  return await Promise.all(links);
}

/** Ids of the trees that are there, also of those of which only one half is. */
async function treesOn(volume: string): Promise<Set<string>> {
  return new Set((await readdir(join(volume, 'trees'))).map((name) => name.replace(/\.tree$/, '')));
}

/** The state of a process, `undefined` once it has ended. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)) !== undefined;
}
