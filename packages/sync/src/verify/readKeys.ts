import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyFile, KeySet } from './keySet.ts';
import { readAllowedSigners } from './ssh/readAllowedSigners.ts';
import { readPublicKeys } from './ssh/readPublicKeys.ts';
import { readRevoked } from './ssh/readRevoked.ts';
import type { Refused } from './verdict.ts';

type Use = 'revoked' | 'allowed' | 'openpgp' | 'public' | 'none';

const mostBytes = 1024 * 1024;
const again = 'it is read again at the next pass; the last publication stays until then';

/**
 * Reads the public keys in a directory as Kubernetes mounts a Secret or ConfigMap. Read at each use, because a changed
 * mount changes the files and nothing else. Whatever hides a key or its revocation refuses everything; a key that cannot
 * be used is left out.
 */
export async function readKeys(directory: string): Promise<KeySet | Refused> {
  let files: readonly KeyFile[];
  try {
    files = await readFiles(directory);
  } catch (error) {
    const why = `Cannot read the keys in ${directory}: it must be a directory of files that sync may read, each at most 1 MiB, found ${reason(error)}`;
    return { kind: 'refused', why, todo: `mount a Secret or ConfigMap with public keys there; ${again}` };
  }
  const of = (use: Use): KeyFile[] => files.filter(({ name }) => useOf(name) === use);
  const revoked = of('revoked').map((file) => ({ file, read: readRevoked(file.name, file.bytes) }));
  for (const { file, read } of revoked) {
    if (read.kind === 'read') continue;
    const why = `Cannot use ${join(directory, file.name)}: it must list revoked ssh public keys, one a line, found ${read.found}`;
    return { kind: 'refused', why, todo: `write the keys there as ssh-keygen writes a .pub file; ${again}` };
  }
  const signers = [
    ...of('allowed').map(({ name, bytes }) => readAllowedSigners(name, bytes.toString('utf8'))),
    ...of('public').map(({ name, bytes }) => readPublicKeys(name, bytes.toString('utf8'))),
  ];
  const ssh = signers.flatMap((read) => read.signers);
  const leftOut = signers.flatMap((read) => read.leftOut);
  const openpgp = of('openpgp');
  if (ssh.length + openpgp.length === 0) return noKeys(directory, leftOut);
  const ids = revoked.flatMap(({ read }) => (read.kind === 'read' ? read.ids : []));
  return { kind: 'keys', directory, version: versionOf(files), ssh, revoked: new Set(ids), openpgp, leftOut };
}

// `revoked` comes first: a file revoked.pub must not make its keys trusted.
function useOf(name: string): Use {
  if (name.startsWith('revoked')) return 'revoked';
  if (name.startsWith('allowed_signers')) return 'allowed';
  if (/\.(asc|gpg|pgp)$/.test(name)) return 'openpgp';
  return name.endsWith('.pub') ? 'public' : 'none';
}

// Kubernetes mounts files as symlinks through `..data`; names with a dot before them are its own.
async function readFiles(directory: string): Promise<KeyFile[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.') && useOf(name) !== 'none');
  return Promise.all(names.toSorted().map(async (name) => ({ name, bytes: await readBounded(join(directory, name)) })));
}

async function readBounded(path: string): Promise<Buffer> {
  const found = await stat(path);
  if (!found.isFile()) throw new RangeError(`${path}, which is no file`);
  if (found.size > mostBytes) throw new RangeError(`${path} with ${found.size} bytes`);
  return readFile(path);
}

function versionOf(files: readonly KeyFile[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${JSON.stringify(name)} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.message;
  return 'path' in error ? `${String(error.code)} at ${String(error.path)}` : String(error.code);
}

function noKeys(directory: string, leftOut: readonly string[]): Refused {
  const found = leftOut.length === 0 ? 'none' : `none that can be used; ${leftOut.slice(0, 5).join('; ')}`;
  const why = `Cannot use the keys in ${directory}: it must hold a public key in *.asc, *.gpg, *.pgp, *.pub or allowed_signers*, found ${found}`;
  return { kind: 'refused', why, todo: `add the public keys of those whose commits may be published; ${again}` };
}
