import type { IncomingHttpHeaders } from 'node:http';

/** The content type without parameters, in lower case; '' when there is none. */
export function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
