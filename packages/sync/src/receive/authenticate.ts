import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhooks } from '@octokit/webhooks';
import type { WebhookSecrets } from './readWebhookSecrets.ts';

export type Caller = 'github' | 'bearer';

/** Who claims to call, before anything is verified: a bearer token goes before a signature. */
export function claimedCaller(headers: IncomingHttpHeaders): Caller | 'nobody' {
  if (/^bearer /i.test(headers.authorization ?? '')) return 'bearer';
  return headers['x-hub-signature-256'] === undefined ? 'nobody' : 'github';
}

/** Verifies the caller over the bytes of the body as they came, before anything parses them. Never throws. */
export async function authenticate(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { secrets, tokens }: WebhookSecrets,
): Promise<Caller | 'refused'> {
  const claimed = claimedCaller(headers);
  if (claimed === 'bearer')
    return isToken(headers.authorization?.slice('bearer '.length) ?? '', tokens) ? claimed : 'refused';
  const signature = headers['x-hub-signature-256'];
  if (typeof signature !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(signature)) return 'refused';
  const text = decode(body);
  if (text === undefined || text === '') return 'refused';
  // Every secret is tried to the end, so that the time taken does not tell which one matched.
  const matches = await Promise.all(secrets.map((secret) => new Webhooks({ secret }).verify(text, signature)));
  return matches.includes(true) ? 'github' : 'refused';
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isToken(given: string, tokens: readonly string[]): boolean {
  // Hashes have one length, which timingSafeEqual demands; the token's length stays unknown to the caller.
  return tokens.map((token) => timingSafeEqual(hash(token), hash(given))).includes(true);
}

// The verifier takes text: bytes that are not UTF-8 would be signed as something else than what came.
function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
