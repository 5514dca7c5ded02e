import type { PublicKey } from 'openpgp';
import type { KeyFile } from '../keySet.ts';
import { plain } from '../quote.ts';
import type { OpenpgpLibrary } from './openpgpLibrary.ts';

export type ReadKeyring =
  | { readonly kind: 'read'; readonly keys: readonly PublicKey[] }
  | { readonly kind: 'unusable'; readonly file: string; readonly found: string };

const blocks = /-----BEGIN PGP (?<type>[A-Z ]+)-----[\s\S]*?-----END PGP \k<type>-----/g;

/**
 * The public keys in files, armored (several blocks a file) or binary; a key may come in several copies. One file that
 * cannot be read makes all unusable: it could hold the revocation of a key in another.
 */
export async function readKeyring(library: OpenpgpLibrary, files: readonly KeyFile[]): Promise<ReadKeyring> {
  const keys: PublicKey[] = [];
  for (const { name, bytes } of files) {
    try {
      keys.push(...(await readFile(library, bytes)));
    } catch (error) {
      return { kind: 'unusable', file: name, found: explain(error) };
    }
  }
  return { kind: 'read', keys };
}

async function readFile({ readKeys }: OpenpgpLibrary, bytes: Buffer): Promise<PublicKey[]> {
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN PGP ')) return publicOnly(await readKeys({ binaryKeys: new Uint8Array(bytes) }));
  const keys: PublicKey[] = [];
  let last = 0;
  for (const block of text.matchAll(blocks)) {
    keys.push(...publicOnly(await readKeys({ armoredKeys: block[0] })));
    last = block.index + block[0].length;
  }
  if (text.slice(last).includes('-----BEGIN PGP ')) throw new Error('an armor without its last line');
  return keys;
}

function publicOnly(keys: PublicKey[]): PublicKey[] {
  if (keys.some((key) => key.isPrivate())) throw new Error('a private key, which must not be here');
  return keys;
}

function explain(error: unknown): string {
  const message = plain(error instanceof Error ? error.message : String(error), 120);
  // What gpg --gen-revoke writes has the armor of a key and holds none.
  return /No key packet found/.test(message)
    ? 'no key; a revocation certificate must be imported into its key'
    : message;
}
