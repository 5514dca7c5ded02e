import { isOneOf } from '@couplet/daemon';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Status } from '../status.ts';
import { sendError, sendNotFound } from '../sendError.ts';
import { actionNames, type ActionAnswer, type ActionName, type Actions } from './actions.ts';
import { readActionBody, type ActionBody } from './readActionBody.ts';

export type ActionRouteDeps = {
  actions: Actions;
  status: Pick<Status, 'get'>;
  /** The bearer token as its file has it now; undefined: actions are off. Rejects with a sentence when it cannot be read. */
  readToken: () => Promise<string | undefined>;
  now: () => number;
  /** Told each answer to somebody with the right token; `answer` is its HTTP status. */
  onAnswer: (environment: string, action: ActionName, answer: number) => void;
};

const statuses = { accepted: 202, conflict: 409, unavailable: 503 } as const satisfies Record<
  ActionAnswer['kind'],
  number
>;

type Asked = { Params: { name: string } };

/**
 * `POST /api/environments/<name>/run|suspend|resume|approve` → `202 {"environment","action"}`. Only with
 * `Authorization: Bearer <token>` (RFC 6750): a browser never sends that by itself, so no other site can act.
 */
export function addActionRoutes(app: FastifyInstance, deps: ActionRouteDeps): void {
  for (const action of actionNames) {
    const options = {
      onRequest: async (request: FastifyRequest, reply: FastifyReply) => authorize(request, reply, deps.readToken),
    };
    app.post<Asked>(`/api/environments/:name/${action}`, options, async ({ params: { name }, body }, reply) => {
      if (deps.status.get(name) === undefined) return sendNotFound(reply, 'environment', name);
      const read = readActionBody(action, body, deps.now());
      if (read.kind === 'invalid') {
        deps.onAnswer(name, action, 400);
        return sendError(reply, 400, 'bad-request', read.message);
      }
      const answer = await act(deps.actions, action, name, read.body);
      deps.onAnswer(name, action, statuses[answer.kind]);
      if (answer.kind === 'accepted') return reply.code(202).send({ environment: name, action });
      return sendError(reply, statuses[answer.kind], answer.kind, answer.message);
    });
  }
}

async function authorize(
  request: FastifyRequest,
  reply: FastifyReply,
  readToken: ActionRouteDeps['readToken'],
): Promise<FastifyReply | undefined> {
  const token = await readToken().catch((error: unknown) => {
    request.log.error({ err: error }, 'the token for actions cannot be read');
  });
  if (token === undefined) {
    const message = 'Cannot act: actions need the bearer token of applier.token, found none configured or readable';
    return sendError(reply, 403, 'actions-off', message);
  }
  const given = /^bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (isOneOf([token], given)) return undefined;
  reply.header('www-authenticate', 'Bearer');
  return sendError(reply, 401, 'unauthorized', 'Cannot act: the bearer token must be that of applier.token');
}

async function act(actions: Actions, action: ActionName, name: string, body: ActionBody): Promise<ActionAnswer> {
  switch (action) {
    case 'run':
      return actions.run(name);
    case 'suspend':
      return actions.suspend(name, body);
    case 'resume':
      return actions.resume(name);
    case 'approve':
      return actions.approve(name, body.plan ?? '');
    default:
      action satisfies never;
      throw new Error(`Cannot act: found the action ${String(action)}`);
  }
}
