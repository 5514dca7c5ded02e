import { readFile } from 'node:fs/promises';
import { isInsecure, type NotifyTarget } from '@couplet/config';

/** Where one notification goes, and what it is signed with; none of it may be shown but the host. */
export type Receiver = { url: URL; key?: string };

/**
 * Reads the URL and the key of a receiver from their files, at each use, so that a rotated Secret counts at once. Throws an
 * Error whose message names the file and the rule and shows nothing of what is in it.
 */
export async function readReceiver(target: NotifyTarget): Promise<Receiver> {
  const { urlFile, secret } = target;
  const written = target.url ?? (urlFile === undefined ? '' : await readSecret(urlFile));
  const url = URL.parse(written);
  const where = urlFile === undefined ? 'url' : `the URL in ${urlFile}`;
  if (url === null || !/^https?:\/\/[^/]/i.test(written) || url.username !== '' || url.password !== '')
    throw new Error(`${where} must be https:// with a host, without user and password, found something else`);
  if (isInsecure(written) && !target.insecureHttp)
    throw new Error(
      `${where} must be https:// (or insecureHttp: true) for a host that is not this machine, found http://`,
    );
  return secret === undefined ? { url } : { url, key: await readSecret(secret) };
}

async function readSecret(file: string): Promise<string> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new Error(`${file} must be readable, found ${code}`, { cause: error });
  }
  if (text === '') throw new Error(`${file} must not be empty`);
  return text;
}
