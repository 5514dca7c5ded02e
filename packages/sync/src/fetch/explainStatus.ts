import { RemoteError } from './remoteError.ts';

const longestRetryAfter = 10 * 60 * 1000;

/** Turns an HTTP status that is not 200 into the sentence a person needs, with Retry-After in milliseconds (RFC 9110 §10.2.3). */
export function explainStatus(status: number, host: string, retryAfter: string | undefined, now: number): RemoteError {
  const after = parseRetryAfter(retryAfter, now);
  const cannot = `Cannot read the repository on ${host}`;
  switch (status) {
    case 401:
      return new RemoteError(
        `${cannot}: the credential was refused or is missing (401); check the files in sync.credentials`,
      );
    case 403:
      return new RemoteError(`${cannot}: the credential lacks the permission to read it (403)`, { after });
    case 404:
      return new RemoteError(
        `${cannot}: there is no such repository, or the credential may not see it (404); check repository.url and its permissions`,
      );
    case 429:
      return new RemoteError(`${cannot}: the server asks to be called less often (429)`, { after });
    default:
      return new RemoteError(`${cannot}: the server must answer 200, found ${status}`, { after });
  }
}

function parseRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfter) : undefined;
}
