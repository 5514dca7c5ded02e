import type { FastifyRequest } from 'fastify';
import { readSessionCookie } from './sessionCookie.ts';
import type { Session, Sessions } from './sessions.ts';

/** Who reads a page: somebody who can act, somebody who has not signed in, or nobody can act here. */
export type Viewer =
  | { kind: 'person'; session: Session }
  | { kind: 'guest' }
  /** There is no token that could be used. */
  | { kind: 'off' };

export type ViewerDeps = {
  sessions: Sessions;
  /** The token for actions as its file has it now; undefined: actions are off. Rejects when it cannot be read. */
  readToken: () => Promise<string | undefined>;
};

/** Whoever sent a request. */
export async function viewerOf(request: FastifyRequest, { sessions, readToken }: ViewerDeps): Promise<Viewer> {
  const cookie = readSessionCookie(request.headers.cookie);
  let token: string | undefined;
  try {
    token = await readToken();
  } catch {
    // A file that cannot be read for a moment ends no session. The log says it when somebody signs in or acts.
    return { kind: 'off' };
  }
  const session = cookie === undefined ? undefined : sessions.find(cookie, token);
  if (session !== undefined) return { kind: 'person', session };
  return { kind: token === undefined ? 'off' : 'guest' };
}
