import { readFile } from 'node:fs/promises';

/** Whether a process runs. One that has ended and only waits for its parent to notice does not. */
export async function processExists(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) [ZX] /.test(state);
}
