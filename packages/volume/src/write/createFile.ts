import { closeSync, fchmodSync, openSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cannotWrite } from './naming.ts';

const large = 1024 * 1024;

/**
 * Writes a new file; never one that exists, since its inode may be shared. The mode is set on the open file because
 * the process's umask must not decide whether the reader, which may be another user, can read it.
 */
export async function createFile(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  try {
    if (bytes.length > large) await createLargeFile(path, bytes, mode);
    else createSmallFile(path, bytes, mode);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function createSmallFile(path: string, bytes: Uint8Array, mode: number): void {
  const fd = openSync(path, 'wx', mode);
  try {
    writeFileSync(fd, bytes);
    fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
}

async function createLargeFile(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  await using file = await open(path, 'wx', mode);
  await file.writeFile(bytes);
  await file.chmod(mode);
}
