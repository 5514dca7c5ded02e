import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { childTarget } from '../format/layout.ts';
import type { FileEntry, MaterialisedEntry, TreeEntry } from '../format/treeEntry.ts';
import type { Pacer } from '../pacer.ts';
import { damageOf } from './damageOf.ts';
import { RegularFile } from './regularFile.ts';

/** `entry` is what should be there; without it, nothing should. */
export type EntryDamage = { name: string; problem: string; entry?: MaterialisedEntry };

/** Compares a directory of the volume with the entries of its tree, every byte of its files included. */
export async function checkDirectory(path: string, entries: TreeEntry[], pacer: Pacer): Promise<EntryDamage[]> {
  const strangers = new Set(readdirSync(path));
  const damages: EntryDamage[] = [];
  for (const entry of entries) {
    if (entry.kind === 'symlink' || entry.kind === 'submodule') continue;
    strangers.delete(entry.name);
    if (pacer.due) await pacer.rest();
    const problem = await entryProblem(join(path, entry.name), entry);
    if (problem !== undefined) damages.push({ name: entry.name, problem, entry });
  }
  for (const name of strangers) damages.push({ name, problem: 'it is not part of the tree' });
  return damages;
}

async function entryProblem(path: string, entry: MaterialisedEntry): Promise<string | undefined> {
  try {
    return entry.kind === 'file' ? await fileProblem(path, entry) : linkProblem(path, childTarget(entry.id));
  } catch (error) {
    const problem = damageOf(error);
    if (problem === undefined) throw new Error(`Cannot check ${path}: ${String(error)}`, { cause: error });
    return problem;
  }
}

async function fileProblem(path: string, entry: FileEntry): Promise<string | undefined> {
  using file = RegularFile.open(path);
  if (file.executable !== entry.executable) {
    return `expected ${entry.executable ? 'an executable file' : 'a file that is not executable'}, found the other`;
  }
  const found = await file.blobId();
  return found === entry.id ? undefined : `expected blob ${entry.id}, found ${found}`;
}

function linkProblem(path: string, target: string): string | undefined {
  if (!lstatSync(path).isSymbolicLink()) return `expected a symlink to ${target}, found something else`;
  const found = readlinkSync(path);
  return found === target ? undefined : `expected a symlink to ${target}, found one to ${JSON.stringify(found)}`;
}
