import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether one of the signatures, 32 bytes each, is the HMAC-SHA256 of the content under one of the keys. Everything is
 * compared to the end, so that the time taken does not tell which key or which byte was right.
 */
export function matchesHmac(
  keys: readonly (string | Buffer)[],
  content: readonly (string | Buffer)[],
  signatures: readonly Buffer[],
): boolean {
  const results = keys.flatMap((key) => {
    const hmac = createHmac('sha256', key);
    for (const part of content) hmac.update(part);
    const right = hmac.digest();
    return signatures.map((given) => given.length === right.length && timingSafeEqual(given, right));
  });
  return results.includes(true);
}
