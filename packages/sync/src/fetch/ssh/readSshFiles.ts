import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RemoteError } from '../remoteError.ts';

export type SshFiles = {
  readonly paths: { readonly key: string; readonly passphrase: string; readonly knownHosts: string };
  readonly privateKey: string;
  readonly passphrase: string | undefined;
  /** Undefined when the file is absent. */
  readonly knownHosts: string | undefined;
  /** Another one as soon as any of the files has other content. */
  readonly version: string;
};

/**
 * Reads `ssh-privatekey`, `ssh-passphrase` and `known_hosts` from a directory as Kubernetes mounts a Secret of type
 * kubernetes.io/ssh-auth. Nothing else is read: no agent, no ~/.ssh, no ssh_config. Rejects with RemoteError.
 */
export async function readSshFiles(directory: string): Promise<SshFiles> {
  const [key, passphrase, knownHosts] = ['ssh-privatekey', 'ssh-passphrase', 'known_hosts'].map((name) =>
    join(directory, name),
  );
  const paths = { key: key ?? '', passphrase: passphrase ?? '', knownHosts: knownHosts ?? '' };
  const texts = await Promise.all(Object.values(paths).map(readIfPresent));
  const [privateKey, phrase, hosts] = texts;
  if (privateKey === undefined || privateKey.trim() === '') {
    throw new RemoteError(
      `Cannot log in by ssh: ${paths.key} must hold the private key of a deploy key, found ${privateKey === undefined ? 'no such file' : 'an empty file'}`,
    );
  }
  return {
    paths,
    privateKey,
    passphrase: phrase?.replace(/\r?\n$/, '') || undefined,
    knownHosts: hosts,
    version: createHash('sha256').update(JSON.stringify(texts)).digest('hex'),
  };
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new RemoteError(`Cannot read ${file}: it must be a file that sync may read, found ${code}`, { cause });
  }
}
