import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { requireBaseImage } from './containers/baseImage.ts';
import { buildImages, removeImages } from './containers/buildImages.ts';
import { cacheDirectory } from './support/controlPlane/cacheDirectory.ts';
import { withLock } from './support/controlPlane/withLock.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { requirePrograms } from './support/requirePrograms.ts';

/**
 * `npm run test:containers`: builds both images from their Dockerfiles, runs them as a pod would, and lets a push go
 * through. Needs root on Debian or Ubuntu, no container engine and no image registry.
 */
const root = join(import.meta.dirname, '..');

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  await requirePrograms(['git', 'buildah', 'podman', 'runc', 'debootstrap'], say);
  const lock = join(cacheDirectory(process.env), 'containers.lock');
  return await withLock(
    lock,
    () => say('waiting for another run of the container tests'),
    async () => {
      await requireBaseImage(say);
      try {
        await buildImages(say);
        await using controlPlane = await startControlPlane();
        return await runTests(controlPlane.kubeconfig);
      } finally {
        if (process.env['KEEP'] === undefined) await removeImages();
      }
    },
  );
}

async function runTests(kubeconfig: string): Promise<number> {
  // Not *.test.ts: npm test runs those, on machines too where no image can be built.
  const args = ['--test', '--test-reporter=spec', '--test-timeout=600000', '--test-concurrency=1'];
  const child = spawn(process.execPath, [...args, 'test/containers/*.container.ts'], {
    cwd: root,
    env: { ...process.env, COUPLET_KUBECONFIG: kubeconfig },
    stdio: 'inherit',
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', reject);
  child.on('close', (code) => resolve(code ?? 1));
  return await promise;
}

process.exit(await main());
