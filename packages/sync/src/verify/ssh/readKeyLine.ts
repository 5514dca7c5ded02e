import { quote } from '../quote.ts';
import { readSshKey } from './sshKey.ts';
import type { ReadSshKey } from './sshKey.ts';

/** A word that is the type of a key, and so no option and no principal. */
export function isKeyType(word: string): boolean {
  return /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-(ssh-ed25519|ecdsa-sha2-nistp256)|(sk-)?(ssh|ecdsa)-[\w-]+-cert-v01)(@openssh\.com)?$/.test(
    word,
  );
}

/** The key in a text `type base64 comment`, the form of a .pub file and of authorized_keys without options. */
export function readKeyLine(text: string): ReadSshKey {
  const [type = '', base64 = ''] = text.trim().split(/[ \t]+/);
  if (!isKeyType(type)) return { kind: 'unusable', found: `${quote(type)} where the type of a key belongs` };
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return { kind: 'unusable', found: 'no key in base64' };
  const read = readSshKey(Buffer.from(base64, 'base64'));
  if (read.kind === 'key' && read.key.type !== type)
    return { kind: 'unusable', found: `${type} before a key of type ${read.key.type}` };
  return read;
}

/** The lines of a text that say something, with their numbers from 1. */
export function* contentLines(text: string): Generator<{ readonly line: number; readonly content: string }> {
  for (const [index, row] of text.split('\n').entries()) {
    const content = row.trim();
    if (content !== '' && !content.startsWith('#')) yield { line: index + 1, content };
  }
}
