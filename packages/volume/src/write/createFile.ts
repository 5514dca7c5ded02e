import { closeSync, constants, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cannotWrite } from './naming.ts';

const large = 1024 * 1024;
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/**
 * Writes a new file; never one that exists, since its inode may be shared. Answers a promise for a large one only. The
 * mode is set on the open file because the process's umask must not decide whether the reader, which may be another
 * user, can read it; `kept` remembers the modes that came out right by themselves.
 */
export function createFile(
  path: string,
  bytes: Uint8Array,
  mode: number,
  kept: Set<number> = new Set(),
): Promise<void> | void {
  if (bytes.length > large) return createLargeFile(path, bytes, mode);
  try {
    createSmallFile(path, bytes, mode, kept);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function createSmallFile(path: string, bytes: Uint8Array, mode: number, kept: Set<number>): void {
  const fd = openSync(path, newFile, mode);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    if (kept.has(mode)) return;
    if ((fstatSync(fd).mode & 0o777) === mode) kept.add(mode);
    else fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
}

async function createLargeFile(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  try {
    await using file = await open(path, 'wx', mode);
    await file.writeFile(bytes);
    await file.chmod(mode);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
