import { RemoteError } from '../remoteError.ts';

export type SecretKind = 'password' | 'word' | 'pem';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * What a secret file says: its text without one newline at its end, and without the byte order mark that some editors put
 * before it. A `word` has no white space, a `password` may have spaces, only `pem` has lines. Throws RemoteError that
 * names the file and not the value.
 */
export function cleanSecret(bytes: Uint8Array, file: string, kind: SecretKind): string {
  const text = decode(bytes, file);
  const value = text.replace(/\r?\n$/, '');
  if (value.trim() === '') throw refuse(file, 'hold a value, found an empty file');
  if (kind === 'pem') return value;
  if (/[\r\n]/.test(value)) throw refuse(file, 'hold one line, found several');
  // A NUL after each letter is how UTF-16 looks.
  if (/\p{Cc}/u.test(value)) throw refuse(file, 'be text in UTF-8 without control characters, found one');
  if (kind === 'word' && /\s/u.test(value)) throw refuse(file, 'be without spaces, found one');
  return value;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw refuse(file, 'be text in UTF-8, found other bytes', cause);
  }
}

function refuse(file: string, rule: string, cause?: unknown): RemoteError {
  return new RemoteError(`Cannot use ${file}: it must ${rule}`, cause === undefined ? {} : { cause });
}
