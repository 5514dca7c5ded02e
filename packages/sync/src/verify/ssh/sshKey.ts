import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { quote } from '../quote.ts';
import { WireReader } from './wire.ts';

export type SshKey = {
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** The whole key of RFC 4253 §6.6 in base64: two keys are the same when it is. */
  readonly id: string;
  /** `ssh-ed25519 SHA256:…`. */
  readonly name: string;
  readonly key: KeyObject;
  /** Of a key on a security token (PROTOCOL.u2f), usually `ssh:`. */
  readonly application?: Buffer;
};

export type ReadSshKey =
  | { readonly kind: 'key'; readonly key: SshKey }
  /** `found` ends the sentence "… must be …, found …". */
  | { readonly kind: 'unusable'; readonly found: string };

type Material = { readonly key: KeyObject; readonly application?: Buffer };

const curves: Readonly<Record<string, { readonly jwk: string; readonly size: number }>> = {
  nistp256: { jwk: 'P-256', size: 32 },
  nistp384: { jwk: 'P-384', size: 48 },
  nistp521: { jwk: 'P-521', size: 66 },
};

const leastRsaBits = 2048;
const mostRsaBits = 16_384;

/** Reads a public key as it travels. Only what ssh-keygen would write is accepted, so that equal keys have equal bytes. */
export function readSshKey(blob: Buffer): ReadSshKey {
  let type = '';
  try {
    const reader = new WireReader(blob);
    type = reader.text();
    const material = readMaterial(type, reader);
    if ('found' in material) return { kind: 'unusable', found: material.found };
    if (!reader.isAtEnd) return { kind: 'unusable', found: `a damaged ${type} key` };
    return { kind: 'key', key: { type, id: blob.toString('base64'), name: keyName(type, blob), ...material } };
  } catch {
    return { kind: 'unusable', found: type === '' ? 'a damaged key' : `a damaged key of type ${quote(type)}` };
  }
}

function keyName(type: string, blob: Buffer): string {
  return `${type} SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

function readMaterial(type: string, reader: WireReader): Material | { readonly found: string } {
  switch (type) {
    case 'ssh-ed25519':
      return { key: ed25519(reader) };
    case 'sk-ssh-ed25519@openssh.com':
      return { key: ed25519(reader), application: reader.string() };
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return { key: ecdsa(type.slice('ecdsa-sha2-'.length), reader) };
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return { key: ecdsa('nistp256', reader), application: reader.string() };
    case 'ssh-rsa':
      return rsa(reader);
    default:
      if (type.endsWith('-cert-v01@openssh.com')) return { found: 'a certificate; certificates are not supported' };
      return { found: `a key of type ${quote(type)}, which is not supported` };
  }
}

function ed25519(reader: WireReader): KeyObject {
  const point = reader.string();
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') } });
}

function ecdsa(name: string, reader: WireReader): KeyObject {
  const curve = curves[name];
  const isNamed = reader.text() === name;
  const point = reader.string();
  if (curve === undefined || !isNamed || point.length !== 1 + 2 * curve.size || point[0] !== 4)
    throw new RangeError(
      'Cannot read an ECDSA key: it must be an uncompressed point of its curve, found something else',
    );
  const x = point.toString('base64url', 1, 1 + curve.size);
  const y = point.toString('base64url', 1 + curve.size);
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: curve.jwk, x, y } });
}

function rsa(reader: WireReader): Material | { readonly found: string } {
  const exponent = reader.natural();
  const modulus = reader.natural();
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < leastRsaBits || bits > mostRsaBits)
    return { found: `an RSA key of ${bits} bits; at least ${leastRsaBits} are needed` };
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
  return { key: createPublicKey({ format: 'jwk', key: jwk }) };
}
