import { quote } from '../quote.ts';
import { contentLines, isKeyType } from './readKeyLine.ts';
import { WireReader } from './wire.ts';

export type ReadRevoked =
  | { readonly kind: 'read'; readonly ids: readonly string[] }
  /** Not one key of such a file may be overlooked: nothing is trusted until it can be read. */
  | { readonly kind: 'unusable'; readonly found: string };

/**
 * Reads ssh public keys that are revoked, one a line, also of kinds that cannot sign here. A binary KRL is refused: it
 * could revoke what we do not see.
 */
export function readRevoked(file: string, bytes: Buffer): ReadRevoked {
  if (bytes.subarray(0, 6).toString('latin1') === 'SSHKRL')
    return { kind: 'unusable', found: 'a binary KRL of ssh-keygen -k' };
  const ids: string[] = [];
  for (const { line, content } of contentLines(bytes.toString('utf8'))) {
    const [type = '', base64 = ''] = content.split(/[ \t]+/);
    const blob = Buffer.from(base64, 'base64');
    if (!isKeyType(type) || type.includes('-cert-v01') || !startsWith(blob, type))
      return { kind: 'unusable', found: `at ${file}:${line} ${quote(content)}` };
    ids.push(blob.toString('base64'));
  }
  return { kind: 'read', ids };
}

function startsWith(blob: Buffer, type: string): boolean {
  try {
    return new WireReader(blob).text() === type;
  } catch {
    return false;
  }
}
