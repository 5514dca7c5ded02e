import { quote } from '../quote.ts';
import { readSshKey } from './sshKey.ts';
import type { SshKey } from './sshKey.ts';
import { WireReader } from './wire.ts';

/** What an SSH signature holds, see OpenSSH's PROTOCOL.sshsig. */
export type SshSignature = {
  readonly kind: 'signature';
  readonly key: SshKey;
  readonly namespace: Buffer;
  readonly reserved: Buffer;
  readonly hash: 'sha256' | 'sha512';
  readonly algorithm: string;
  readonly value: Buffer;
  /** Of a security token (PROTOCOL.u2f): its flags and counter. */
  readonly token?: { readonly flags: number; readonly counter: number };
};

export type ReadSshSignature = SshSignature | { readonly kind: 'unusable'; readonly found: string };

const armor = /^-----BEGIN SSH SIGNATURE-----\r?\n(?<base64>[A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----\s*$/;

/** Reads an armored SSH signature; whether it is good is another question. Never throws. */
export function readSshSignature(text: string): ReadSshSignature {
  const base64 = armor.exec(text)?.groups?.['base64']?.replaceAll(/\s/g, '') ?? '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return unusable('a damaged SSH signature');
  try {
    return readBlob(new WireReader(Buffer.from(base64, 'base64')));
  } catch {
    return unusable('a damaged SSH signature');
  }
}

function readBlob(reader: WireReader): ReadSshSignature {
  if (reader.take(6).toString('latin1') !== 'SSHSIG') return unusable('a damaged SSH signature');
  const version = reader.uint32();
  if (version !== 1) return unusable(`an SSH signature of version ${version}; version 1 is known`);
  const read = readSshKey(reader.string());
  const namespace = reader.string();
  const reserved = reader.string();
  const hash = reader.text();
  const inner = new WireReader(reader.string());
  if (!reader.isAtEnd) return unusable('a damaged SSH signature');
  if (read.kind === 'unusable') return unusable(`one made with ${read.found}`);
  if (hash !== 'sha256' && hash !== 'sha512') return unusable(`the hash ${quote(hash)}; sha256 or sha512 is needed`);
  const { key } = read;
  const algorithm = inner.text();
  const value = inner.string();
  const token =
    key.application === undefined ? {} : { token: { flags: inner.take(1)[0] ?? 0, counter: inner.uint32() } };
  if (!inner.isAtEnd) return unusable('a damaged SSH signature');
  return { kind: 'signature', key, namespace, reserved, hash, algorithm, value, ...token };
}

function unusable(found: string): ReadSshSignature {
  return { kind: 'unusable', found };
}
