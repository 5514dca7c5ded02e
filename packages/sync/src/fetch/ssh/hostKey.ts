import { createHash } from 'node:crypto';

/** A public key as it travels: its type, and the whole blob of RFC 4253 §6.6 in base64. */
export type HostKey = { readonly type: string; readonly base64: string };

/** The key in a blob as a server offers it. The type is its first string; of a blob without one it is empty. */
export function hostKey(blob: Uint8Array): HostKey {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  const length = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  const type = length > 64 || bytes.length < 4 + length ? '' : bytes.toString('latin1', 4, 4 + length);
  return { type: /^[\w.@-]+$/.test(type) ? type : '', base64: bytes.toString('base64') };
}

/** `ssh-ed25519 SHA256:…`, as ssh-keygen -l prints the fingerprint. */
export function describeKey({ type, base64 }: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64');
  return `${type} SHA256:${digest.replace(/=+$/, '')}`;
}
