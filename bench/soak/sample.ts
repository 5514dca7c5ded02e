import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryOf } from '../meter.ts';

/** What may grow in a process or on its disk when something is never given back. */
export type Sample = Record<(typeof growing)[number], number>;

export const growing = [
  'sync: open files',
  'sync: MiB',
  'applier: open files',
  'applier: MiB',
  'applier: connections',
  'trees on the volume',
  'entries in tmp',
  'packs',
] as const;

type Places = { sync: number; applier: number; volume: string; git: string };

export async function takeSample({ sync, applier, volume, git }: Places): Promise<Sample> {
  const [ofSync, ofApplier] = [await openFiles(sync), await openFiles(applier)];
  return {
    'sync: open files': ofSync.length,
    'sync: MiB': (await memoryOf(sync)).now,
    'applier: open files': ofApplier.length,
    'applier: MiB': (await memoryOf(applier)).now,
    'applier: connections': ofApplier.filter((target) => target.startsWith('socket:')).length,
    'trees on the volume': (await names(join(volume, 'trees'))).filter((name) => name.endsWith('.tree')).length,
    'entries in tmp': (await names(join(volume, 'tmp'))).length,
    packs: (await names(git)).filter((name) => name.endsWith('.pack')).length,
  };
}

/** What each open file descriptor points to. */
async function openFiles(pid: number): Promise<string[]> {
  const directory = `/proc/${pid}/fd`;
  const links = (await readdir(directory)).map((name) => readlink(join(directory, name)).catch(() => ''));
  return await Promise.all(links);
}

async function names(directory: string): Promise<string[]> {
  return await readdir(directory, { recursive: true }).catch(() => []);
}

/** The state of a process, `undefined` once it has ended. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)) !== undefined;
}
