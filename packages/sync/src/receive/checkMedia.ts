import type { IncomingHttpHeaders } from 'node:http';
import { claimedCaller } from './authenticate.ts';

/** Why a body like this is not read at all, or undefined. A bearer's body may have any type, as curl sends it. */
export function checkMedia(headers: IncomingHttpHeaders): string | undefined {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return 'content-encoding must be identity';
  if (claimedCaller(headers) === 'bearer') return undefined;
  const accepted = ['application/json', 'application/x-www-form-urlencoded'];
  if (accepted.includes(mediaType(headers))) return undefined;
  return `content-type must be ${accepted.join(' or ')}`;
}

/** The content type without parameters, in lower case; '' when there is none. */
export function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
