import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
const enough = 8 * 2 ** 30;

/**
 * Where tens of thousands of small files go that are soon removed: memory where there is much of it, unless `TMPDIR` says
 * otherwise. Disks differ, and some are slow for minutes after many files were removed.
 */
export async function temporaryFiles({ TMPDIR: given }: NodeJS.ProcessEnv): Promise<string> {
  if (given !== undefined) return given;
  const room = await statfs(memory).catch(() => undefined);
  return room !== undefined && room.bavail * room.bsize > enough ? memory : tmpdir();
}
