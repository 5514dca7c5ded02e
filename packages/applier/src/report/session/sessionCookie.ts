import { sessionLength } from './sessions.ts';

const name = 'couplet-session';

/** The value of the session's cookie in a `Cookie` header (RFC 6265, 4.2); of several the first. */
export function readSessionCookie(header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=', 2);
    if (key === name && value !== '') return value;
  }
  return undefined;
}

/**
 * `Set-Cookie` for a session, or without a value for its end. Scripts cannot read it and other sites cannot send it;
 * `https` is what the reader's address begins with, as far as it is known.
 */
export function writeSessionCookie(id: string | undefined, https: boolean): string {
  const age = id === undefined ? 0 : sessionLength / 1000;
  const flags = ['Path=/', `Max-Age=${age}`, 'HttpOnly', 'SameSite=Strict', ...(https ? ['Secure'] : [])];
  return [`${name}=${id ?? ''}`, ...flags].join('; ');
}
