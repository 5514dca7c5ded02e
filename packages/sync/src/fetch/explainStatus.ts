import { RemoteError } from './remoteError.ts';

const longestRetryAfter = 10 * 60 * 1000;

export type Refused = {
  /** The server, as sentences name it. */
  readonly host: string;
  readonly retryAfter: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What was sent to log in, as sentences name it. */
  readonly credential?: string;
};

/** Turns an HTTP status that is not 200 into the sentence a person needs, with Retry-After in milliseconds (RFC 9110 §10.2.3). */
export function explainStatus(status: number, { host, retryAfter, now, credential }: Refused): RemoteError {
  const after = parseRetryAfter(retryAfter, now);
  const sent = credential === undefined ? '' : `; sent was ${credential}`;
  return new RemoteError(`Cannot read the repository on ${host}: ${why(status)}${status < 405 ? sent : ''}`, { after });
}

function why(status: number): string {
  switch (status) {
    case 401:
      return 'the credential was refused or is missing (401); check the files in sync.credentials';
    case 403:
      return 'the credential lacks the permission to read it (403)';
    case 404:
      return 'there is no such repository, or the credential may not see it (404); check repository.url and its permissions';
    case 407:
      return 'a proxy on the way asks for a login (407); name it, with user and password, in HTTPS_PROXY';
    case 429:
      return 'the server asks to be called less often (429)';
    default:
      return status >= 500
        ? `the server must answer 200, found ${status}, a fault on its side`
        : `the server must answer 200, found ${status}`;
  }
}

function parseRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfter) : undefined;
}
