import { isOneOf } from '@couplet/daemon';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSameOrigin } from '../session/isSameOrigin.ts';
import { formOf } from '../session/readForms.ts';
import { returnPath } from '../session/returnPath.ts';
import { readSessionCookie, writeSessionCookie } from '../session/sessionCookie.ts';
import type { Desk } from './desk.ts';
import { signInPage } from './signInPage.ts';

type Asked = { Querystring: Record<string, unknown> };

const off = 'Actions are off: applier.token names no token, or its file cannot be read.';
const wrong = 'This is not the token.';
const elsewhere = 'The form must come from this page itself. If a proxy stands between, it must leave Host as it is.';

/** `GET` and `POST /sign-in`, `POST /sign-out`: a session for the token, as a cookie that scripts and other sites cannot use. */
export function addPersonRoutes(scope: FastifyInstance, desk: Desk): void {
  const { limit } = desk.deps;

  scope.get<Asked>('/sign-in', async (request, reply) => show(request, reply, 200));

  scope.post<Asked>('/sign-in', async (request, reply) => {
    if (!isSameOrigin(request.headers)) return show(request, reply, 403, elsewhere);
    const wait = limit.wait(request.ip);
    if (wait > 0) {
      reply.header('retry-after', String(wait));
      return show(request, reply, 429, `Too many wrong tokens. Try again in ${wait} s.`);
    }
    const form = formOf(request.body);
    const token = await desk.readToken().catch((error: unknown) => {
      request.log.error({ err: error }, 'the token for actions cannot be read');
    });
    if (token === undefined) return show(request, reply, 403, off);
    if (!isOneOf([token], bytesOf(form.get('token') ?? ''))) {
      limit.failed(request.ip);
      request.log.warn({ address: request.ip }, 'sign-in refused');
      return show(request, reply, 401, wrong);
    }
    request.log.info({ address: request.ip }, 'signed in');
    reply.header('set-cookie', writeSessionCookie(desk.sessions.open(token), isHttps(request)));
    return reply.redirect(returnPath(form.get('from')), 303);
  });

  scope.post('/sign-out', async (request, reply) => {
    const form = formOf(request.body);
    const cookie = readSessionCookie(request.headers.cookie);
    const { viewer } = await desk.view(request);
    const isOwn = viewer.kind !== 'person' || isOneOf([viewer.session.csrf], form.get('csrf') ?? '');
    if (!isSameOrigin(request.headers) || !isOwn) return show(request, reply, 403, elsewhere);
    if (cookie !== undefined) desk.sessions.end(cookie);
    reply.header('set-cookie', writeSessionCookie(undefined, isHttps(request)));
    return reply.redirect(returnPath(form.get('from')), 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    problem?: string,
  ): Promise<FastifyReply> {
    const asked = formOf(request.body).get('from') ?? fromOf(request.query);
    const facts = { from: returnPath(asked), ...(problem !== undefined && { problem }) };
    return desk.send(reply, signInPage(facts, await desk.view(request)), status);
  }
}

function fromOf(query: unknown): string | undefined {
  const from = typeof query === 'object' && query !== null && 'from' in query ? query.from : undefined;
  return typeof from === 'string' ? from : undefined;
}

/** As `isOneOf` takes it: a form is text, a header is one character per byte. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

// A proxy that ends TLS says so. Nobody gains by lying: the flag only keeps the cookie from http.
function isHttps(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-proto'] === 'https';
}
