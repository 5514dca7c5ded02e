import { createHash, verify } from 'node:crypto';
import type { SshSignature } from './readSshSignature.ts';
import { WireReader, wireString } from './wire.ts';

const hashOfCurve: Readonly<Record<string, { readonly hash: string; readonly size: number }>> = {
  'ecdsa-sha2-nistp256': { hash: 'sha256', size: 32 },
  'ecdsa-sha2-nistp384': { hash: 'sha384', size: 48 },
  'ecdsa-sha2-nistp521': { hash: 'sha512', size: 66 },
  'sk-ecdsa-sha2-nistp256@openssh.com': { hash: 'sha256', size: 32 },
};

/** The algorithms by which a key may sign; `ssh-rsa` is SHA-1 and not among them. */
export function algorithmsOf(keyType: string): readonly string[] {
  return keyType === 'ssh-rsa' ? ['rsa-sha2-256', 'rsa-sha2-512'] : [keyType];
}

/** Whether the signature is over these bytes and by the key that it names. Pure; answers no when anything is odd. */
export function isGoodSignature(signature: SshSignature, message: Buffer): boolean {
  const { key, algorithm, value } = signature;
  if (!algorithmsOf(key.type).includes(algorithm)) return false;
  const signed = signedBytes(signature, message);
  try {
    if (key.type === 'ssh-rsa') {
      const size = Math.ceil((key.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
      return verify(algorithm === 'rsa-sha2-512' ? 'sha512' : 'sha256', signed, key.key, padLeft(value, size));
    }
    const curve = hashOfCurve[key.type];
    if (curve === undefined) return verify(null, signed, key.key, value);
    const reader = new WireReader(value);
    const pair = [reader.natural(), reader.natural()].map((part) => padLeft(part, curve.size));
    if (!reader.isAtEnd) return false;
    return verify(curve.hash, signed, { key: key.key, dsaEncoding: 'ieee-p1363' }, Buffer.concat(pair));
  } catch {
    return false;
  }
}

// PROTOCOL.sshsig, "Signed Data, of which the signature goes into the blob above", and PROTOCOL.u2f, "SSH U2F Signatures".
function signedBytes({ namespace, reserved, hash, key, token }: SshSignature, message: Buffer): Buffer {
  const digest = createHash(hash).update(message).digest();
  const parts = [namespace, reserved, hash, digest].map(wireString);
  const blob = Buffer.concat([Buffer.from('SSHSIG'), ...parts]);
  if (key.application === undefined || token === undefined) return blob;
  const state = Buffer.alloc(5);
  state.writeUInt8(token.flags, 0);
  state.writeUInt32BE(token.counter, 1);
  return Buffer.concat([sha256(key.application), state, sha256(blob)]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function padLeft(bytes: Buffer, size: number): Buffer {
  return bytes.length >= size ? bytes : Buffer.concat([Buffer.alloc(size - bytes.length), bytes]);
}
