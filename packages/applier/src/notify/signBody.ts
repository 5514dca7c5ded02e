import { createHmac } from 'node:crypto';

/**
 * The headers by which a receiver knows that a body is ours and new: HMAC-SHA256 over `<timestamp>.<body>`, in hex.
 * @param now milliseconds since 1970; the timestamp is in seconds
 */
export function signBody(body: string, key: string | undefined, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signed = { 'x-couplet-timestamp': timestamp };
  if (key === undefined) return signed;
  const digest = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  return { ...signed, 'x-couplet-signature': `sha256=${digest}` };
}
