import type { IncomingHttpHeaders } from 'node:http';
import { isOneOf } from '@couplet/daemon';
import { matchesHmac } from './matchesHmac.ts';
import type { Provider } from './provider.ts';
import { readEvent } from './readEvent.ts';
import { readRef } from './readRef.ts';
import { signingKeys } from './signingKeys.ts';

/** Both ways, in milliseconds: clocks differ, and a signature that never ends could be replayed for ever. */
const tolerance = 5 * 60 * 1000;
const mostSignatures = 10;

/**
 * GitLab: docs.gitlab.com, "Webhooks" and "Webhook events". A signature goes before the plain token, which is not looked
 * at then: what is signed must not be acceptable by less.
 */
export const gitlab: Provider = {
  name: 'gitlab',
  deliveryHeader: 'x-gitlab-event-uuid',
  media: ['application/json'],
  claims: (headers) => headers['x-gitlab-token'] !== undefined || headers['webhook-signature'] !== undefined,
  authenticate(headers, body, { secrets }, now) {
    if (headers['webhook-signature'] !== undefined) return isSigned(headers, body, signingKeys(secrets), now);
    const token = headers['x-gitlab-token'];
    return typeof token === 'string' && isOneOf(secrets, token);
  },
  hint: (headers, body) =>
    readEvent(headers, body, { header: 'X-Gitlab-Event', pushes: ['Push Hook', 'Tag Push Hook'], read: readPushed }),
};

// Of an annotated tag `after` is the tag's own id; both are null or zeros for what was deleted.
function readPushed(payload: Readonly<Record<string, unknown>>): ReturnType<typeof readRef> {
  return readRef(payload, ['checkout_sha', 'after']);
}

/** The signature of Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, several of them while keys rotate. */
function isSigned(headers: IncomingHttpHeaders, body: Buffer, keys: readonly Buffer[], now: number): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  // A dot in the id would let the same bytes be divided in another way.
  if (typeof id !== 'string' || !/^[\x21-\x2d\x2f-\x7e]{1,200}$/.test(id)) return false;
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (typeof signature !== 'string') return false;
  if (Math.abs(now - Number(timestamp) * 1000) > tolerance) return false;
  const entries = signature.split(' ');
  // A header sent twice arrives as one with ", " between: that is no list of signatures.
  if (
    entries.length > mostSignatures ||
    !entries.every((entry) => /^v\d+[a-z]?,[A-Za-z0-9+/]{1,128}={0,2}$/.test(entry))
  )
    return false;
  const given = entries.flatMap((entry) =>
    entry.startsWith('v1,') ? [Buffer.from(entry.slice('v1,'.length), 'base64')] : [],
  );
  return matchesHmac(keys, [`${id}.${timestamp}.`, body], given);
}
