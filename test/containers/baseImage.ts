import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';
import { buildah } from './engine.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
/** Counts up when the image made here changes. */
const recipe = '2';

/**
 * Makes what the Dockerfiles build from, under the very name that they ask for, unless the store has it: Debian's smallest
 * system, this Node, and the npm of this machine. No image registry is asked.
 */
export async function requireBaseImage(say: (line: string) => void): Promise<string> {
  const name = await baseName();
  const label = `couplet.base=${recipe}-${process.version}`;
  if ((await buildah('images', '--quiet', '--filter', `label=${label}`)) !== '') return name;
  say(`making ${name} from Debian packages (a minute, once)`);
  await using temporary = await temporaryDirectory('base');
  const system = join(temporary.path, 'system');
  await run('nice', ['-n', '10', 'debootstrap', '--variant=minbase', '--include=libatomic1', 'bookworm', system], {
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const part of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale']) {
    await rm(join(system, part), { recursive: true, force: true });
  }
  await addNode(system);
  const container = await buildah('from', 'scratch');
  await buildah('add', '--quiet', container, system, '/');
  await buildah('config', '--label', label, container);
  await buildah('commit', '--quiet', '--rm', container, name);
  return name;
}

/** The name in `ARG NODE_IMAGE=`, which both Dockerfiles share. */
export async function baseName(): Promise<string> {
  const names = await Promise.all(
    ['Dockerfile.sync', 'Dockerfile.applier'].map(async (file) => {
      const text = await readFile(join(root, file), 'utf8');
      return /^ARG NODE_IMAGE=(\S+)$/m.exec(text)?.[1];
    }),
  );
  const [name, other] = names;
  if (name === undefined || name !== other) {
    throw new Error(`Cannot make the base image: both Dockerfiles must name the same one, found ${names.join(', ')}`);
  }
  return name;
}

async function addNode(system: string): Promise<void> {
  const local = join(system, 'usr', 'local');
  await mkdir(join(local, 'etc'), { recursive: true });
  await mkdir(join(local, 'lib', 'node_modules'), { recursive: true });
  await cp(process.execPath, join(local, 'bin', 'node'));
  await cp(await npmDirectory(), join(local, 'lib', 'node_modules', 'npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin', 'npm'));
}

async function npmDirectory(): Promise<string> {
  const { npm_execpath: path } = process.env;
  if (path !== undefined && path.endsWith('npm-cli.js')) return join(path, '..', '..');
  const { stdout } = await run('npm', ['root', '--global']);
  return join(stdout.trim(), 'npm');
}
