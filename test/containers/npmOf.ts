import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { cacheDirectory } from '../support/controlPlane/cacheDirectory.ts';

const run = promisify(execFile);
const authorities = '/etc/npm-authorities.crt';

/**
 * What a build needs as arguments to use the package registry of this machine: the Dockerfiles' secret `npmrc`, and what npm
 * downloaded before, which is kept beside the images. Neither gets into a layer. `directory` keeps the file of the secret.
 */
export async function npmOf(directory: string): Promise<string[]> {
  const cache = join(cacheDirectory(process.env), 'npm');
  await mkdir(cache, { recursive: true });
  const volumes = [`${cache}:/root/.npm:rw`];
  const settings = [`registry=${await setting('registry')}`];
  const file = await setting('cafile');
  if (file !== 'null') {
    volumes.push(`${file}:${authorities}:ro`);
    settings.push(`cafile=${authorities}`);
  }
  const secret = join(directory, 'npmrc');
  await writeFile(secret, `${settings.join('\n')}\n`);
  return [`--secret=id=npmrc,src=${secret}`, ...volumes.map((volume) => `--volume=${volume}`)];
}

async function setting(name: string): Promise<string> {
  const { stdout } = await run('npm', ['config', 'get', name], { cwd: import.meta.dirname });
  return stdout.trim();
}
