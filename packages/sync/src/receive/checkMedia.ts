import type { IncomingHttpHeaders } from 'node:http';
import { claimants } from './authenticate.ts';
import { mediaType } from './mediaType.ts';

const known = ['application/json', 'application/x-www-form-urlencoded'];

/** Why a body like this is not read at all, or undefined. A bearer's body may have any type, as curl sends it. */
export function checkMedia(headers: IncomingHttpHeaders): string | undefined {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return 'content-encoding must be identity';
  const claimed = claimants(headers);
  if (claimed.length > 0 && claimed.every(({ media }) => media === 'any')) return undefined;
  const accepted = known.filter((type) => claimed.every(({ media }) => media === 'any' || media.includes(type)));
  if (accepted.includes(mediaType(headers))) return undefined;
  return `content-type must be ${accepted.join(' or ')}`;
}
