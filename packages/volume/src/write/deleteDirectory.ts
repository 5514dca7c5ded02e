import { readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Pacer } from '../pacer.ts';
import { errorCode } from '../errorCode.ts';

/** Deletes the directory of a tree, which is in `tmp/` by now. It is flat, unless somebody put something into it. */
export async function deleteDirectory(path: string, pacer: Pacer): Promise<void> {
  try {
    for (const name of readdirSync(path)) {
      if (pacer.due) await pacer.rest();
      unlinkSync(`${path}/${name}`);
    }
    rmdirSync(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    await rm(path, { recursive: true, force: true });
  }
}
