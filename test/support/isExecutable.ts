import { access, constants } from 'node:fs/promises';

/** Whether a file is there and may be executed. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
