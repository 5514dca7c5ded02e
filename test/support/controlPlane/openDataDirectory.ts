import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sharedMemory = '/dev/shm';
// etcd's logs and snapshots of a large test, with room to spare; a container's 64 MiB default would fill at once.
const wantedBytes = 1024 ** 3;

/** A new directory (mode 0700) for a control plane's data: below `parent`, else in memory, else in the temporary directory. */
export async function openDataDirectory(parent?: string): Promise<string> {
  const candidates = parent === undefined ? [...((await hasRoom()) ? [sharedMemory] : []), tmpdir()] : [parent];
  const problems: unknown[] = [];
  for (const candidate of candidates) {
    try {
      return await mkdtemp(join(candidate, 'couplet-cluster-'));
    } catch (error) {
      problems.push(error);
    }
  }
  throw new AggregateError(
    problems,
    `Cannot start the control plane: expected a writable directory, found ${candidates.join(', ')}`,
  );
}

async function hasRoom(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(sharedMemory);
    return bavail * bsize >= wantedBytes;
  } catch {
    return false;
  }
}
