import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { cacheDirectory } from '../support/controlPlane/cacheDirectory.ts';

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;

/**
 * buildah and podman with a store of their own, so that neither needs a service, an image registry or what else this
 * machine holds. vfs and chroot work where no overlay may be mounted and no namespace be made.
 */
const store = join(cacheDirectory(process.env), 'containers');
const place = ['--root', store, '--runroot', join(store, 'run'), '--storage-driver', 'vfs'];

/** Runs buildah; resolves to what it printed, trimmed, or rejects with it. */
export async function buildah(...words: string[]): Promise<string> {
  const env = { ...process.env, BUILDAH_ISOLATION: 'chroot' };
  // Builds take both cores for half a minute: what else runs comes first.
  const { stdout } = await run('nice', ['-n', '10', 'buildah', ...place, ...words], { env, maxBuffer });
  return stdout.trim();
}

/** The same with podman, and runc under it, without systemd. */
export async function podman(...words: string[]): Promise<string> {
  const { stdout } = await run('podman', podmanArguments(...words), { maxBuffer });
  return stdout.trim();
}

/** What a process needs as arguments to be that podman. */
export function podmanArguments(...words: string[]): string[] {
  return [...place, '--runtime', 'runc', '--cgroup-manager', 'cgroupfs', '--events-backend', 'file', ...words];
}
