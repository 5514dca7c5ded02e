import { isOneOf } from '@couplet/daemon';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Status } from '../status.ts';
import { sendError, sendNotFound } from '../sendError.ts';
import type { SignInLimit } from '../session/signInLimit.ts';
import { act } from './act.ts';
import { actionNames, type ActionName, type Actions } from './actions.ts';
import { readActionBody } from './readActionBody.ts';

export type ActionRouteDeps = {
  actions: Actions;
  status: Pick<Status, 'get'>;
  /** The bearer token as its file has it now; undefined: actions are off. Rejects with a sentence when it cannot be read. */
  readToken: () => Promise<string | undefined>;
  now: () => number;
  /** Shared with the page's sign-in: a guess is a guess. */
  limit: SignInLimit;
  /** Told each answer to somebody with the right token; `answer` is its HTTP status. */
  onAnswer: (environment: string, action: ActionName, answer: number) => void;
};

type Asked = { Params: { name: string } };

/**
 * `POST /api/environments/<name>/run|suspend|resume|approve` → `202 {"environment","action"}`. Only with
 * `Authorization: Bearer <token>` (RFC 6750): a browser never sends that by itself, so no other site can act.
 */
export function addActionRoutes(app: FastifyInstance, deps: ActionRouteDeps): void {
  for (const action of actionNames) {
    const options = {
      onRequest: async (request: FastifyRequest, reply: FastifyReply) => authorize(request, reply, deps),
    };
    app.post<Asked>(`/api/environments/:name/${action}`, options, async ({ params: { name }, body }, reply) => {
      if (deps.status.get(name) === undefined) return sendNotFound(reply, 'environment', name);
      const read = readActionBody(action, body, deps.now());
      if (read.kind === 'invalid') {
        deps.onAnswer(name, action, 400);
        return sendError(reply, 400, 'bad-request', read.message);
      }
      const answer = await act(deps.actions, action, name, read.body);
      deps.onAnswer(name, action, answer.status);
      if (answer.kind === 'accepted') return reply.code(202).send({ environment: name, action });
      return sendError(reply, answer.status, answer.kind, answer.message);
    });
  }
}

async function authorize(
  request: FastifyRequest,
  reply: FastifyReply,
  { readToken, limit }: ActionRouteDeps,
): Promise<FastifyReply | undefined> {
  const token = await readToken().catch((error: unknown) => {
    request.log.error({ err: error }, 'the token for actions cannot be read');
  });
  if (token === undefined) {
    const message = 'Cannot act: actions need the bearer token of applier.token, found none configured or readable';
    return sendError(reply, 403, 'actions-off', message);
  }
  const wait = limit.wait(request.ip);
  if (wait > 0) {
    reply.header('retry-after', String(wait));
    const message = `Cannot act: at most five wrong tokens a minute may come from one address, found more; wait ${wait} s`;
    return sendError(reply, 429, 'too-many-attempts', message);
  }
  const given = /^bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (isOneOf([token], given)) return undefined;
  // Whoever gives no token does not guess.
  if (given !== '') {
    limit.failed(request.ip);
    request.log.warn({ address: request.ip }, 'action refused');
  }
  reply.header('www-authenticate', 'Bearer');
  return sendError(reply, 401, 'unauthorized', 'Cannot act: the bearer token must be that of applier.token');
}
