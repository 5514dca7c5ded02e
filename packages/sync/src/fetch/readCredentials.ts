import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Credentials = {
  /** The value of the Authorization header, when a username, password or token is there. */
  readonly authorization?: string;
  /** PEM of the certificate authorities to trust instead of the system's. */
  readonly ca?: string;
};

/**
 * Reads `username`+`password` or `token`, and `ca.crt`, from a directory as Kubernetes mounts a Secret. Read at each use,
 * because a rotated Secret changes the files and nothing else. An absent directory is an anonymous reader.
 */
export async function readCredentials(directory: string): Promise<Credentials> {
  const [username, password, token, ca] = await Promise.all(
    ['username', 'password', 'token', 'ca.crt'].map((name) => readSecretFile(join(directory, name))),
  );
  // GitHub's and GitLab's convention for tokens over basic auth: any username will do, this one is documented.
  const pair =
    token === undefined
      ? username !== undefined || password !== undefined
        ? `${username ?? ''}:${password ?? ''}`
        : undefined
      : `${username ?? 'x-access-token'}:${token}`;
  return {
    ...(pair === undefined ? {} : { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }),
    ...(ca === undefined ? {} : { ca }),
  };
}

async function readSecretFile(file: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
  const value = text.replace(/\r?\n$/, '');
  return value === '' ? undefined : value;
}
