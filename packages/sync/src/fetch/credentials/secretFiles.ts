import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RemoteError } from '../remoteError.ts';
import { cleanSecret } from './cleanSecret.ts';
import type { SecretKind } from './cleanSecret.ts';

/** The files of a credentials directory, as Kubernetes mounts a Secret. Methods reject with RemoteError. */
export type SecretFiles = {
  readonly directory: string;
  readonly names: ReadonlySet<string>;
  path(name: string): string;
  read(name: string, kind: SecretKind): Promise<string>;
  /** As `read`; undefined when there is no such file. */
  readIfPresent(name: string, kind: SecretKind): Promise<string | undefined>;
};

/** Lists a credentials directory; one that does not exist is an empty one. Rejects with RemoteError. */
export async function openSecretFiles(directory: string): Promise<SecretFiles> {
  const names = new Set(await list(directory));
  const path = (name: string): string => join(directory, name);
  const read = async (name: string, kind: SecretKind): Promise<string> => {
    const bytes = await readFile(path(name)).catch((cause: unknown) => {
      throw unreadable(path(name), 'a file that sync may read', cause);
    });
    return cleanSecret(bytes, path(name), kind);
  };
  return {
    directory,
    names,
    path,
    read,
    readIfPresent: async (name, kind) => (names.has(name) ? read(name, kind) : undefined),
  };
}

async function list(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) return [];
    throw unreadable(directory, 'a directory that sync may read', cause);
  }
}

function unreadable(path: string, wanted: string, cause: unknown): RemoteError {
  return new RemoteError(`Cannot read ${path}: it must be ${wanted}, found ${codeOf(cause)}`, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
}
