import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { cacheDirectory } from '../test/support/controlPlane/cacheDirectory.ts';
import { git, gitText } from '../test/support/git.ts';

/** Counted up when what is generated changes. */
const version = 1;
const committer = 'committer Ada Example <ada@example.org>';

/** A bare repository at `directory` with one commit of so many manifests; generated once, then copied from the cache. */
export async function bigRepository(directory: string, size: number): Promise<void> {
  const cached = join(cacheDirectory(process.env), `bench-repository-${version}-${size}.git`);
  if (!(await stat(cached).catch(() => undefined))) {
    const growing = `${cached}.${process.pid}`;
    await mkdir(growing, { recursive: true });
    await git(['init', '--quiet', '--bare', '--initial-branch=main', growing]);
    await git(['fast-import', '--quiet', '--done'], { cwd: growing, input: firstCommit(size) });
    await rename(growing, cached).catch(() => rm(growing, { recursive: true }));
  }
  await cp(cached, directory, { recursive: true });
}

/** Commits a change of one file on the server itself, since a working copy of 50,000 files takes seconds. */
export async function commitOneFile(directory: string, file: number, change: number): Promise<string> {
  const head = `commit refs/heads/main\n${committer} ${1_700_000_001 + change} +0000\n${data(`change ${change}`)}`;
  const input = `${head}from refs/heads/main^0\n${manifest(file, `changed ${change}`)}done\n`;
  await git(['fast-import', '--quiet', '--done'], { cwd: directory, input });
  return gitText(['rev-parse', 'refs/heads/main'], { cwd: directory });
}

function firstCommit(size: number): string {
  const head = `commit refs/heads/main\n${committer} 1700000000 +0000\n${data('first')}`;
  const files = Array.from({ length: size }, (_, file) => manifest(file, String(file * 7919)));
  return `${head}${files.join('')}done\n`;
}

function manifest(file: number, value: string): string {
  const path = `teams/team-${Math.floor(file / 500)}/app-${Math.floor(file / 10)}/manifest-${file}.yaml`;
  const name = `name: c${file}\n  namespace: team-${file % 97}\n  labels: {app: app-${file % 1013}, tier: backend}`;
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  ${name}\ndata:\n  value: "${value}"\n  file: number ${file}\n`;
  return `M 100644 inline ${path}\n${data(text)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
