import { X509Certificate } from 'node:crypto';
import { RemoteError } from '../remoteError.ts';

const block = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * Checks what ca.crt holds and gives it back. Node takes what is no certificate for an empty list, and then says of a good
 * server that nobody trusts it. Throws RemoteError.
 */
export function checkAuthorities(pem: string, file: string): string {
  const blocks = pem.match(block) ?? [];
  const begun = pem.match(/-----BEGIN /g)?.length ?? 0;
  const wanted = `Cannot use ${file}: it must hold certificates in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----`;
  if (blocks.length === 0) throw new RemoteError(`${wanted}, found none`);
  if (blocks.length !== begun)
    throw new RemoteError(`${wanted}, and nothing else, found a block that is cut off or another`);
  for (const [index, text] of blocks.entries()) {
    try {
      void new X509Certificate(text);
    } catch (cause) {
      throw new RemoteError(`${wanted}, found the damaged certificate number ${index + 1}`, { cause });
    }
  }
  return pem;
}
