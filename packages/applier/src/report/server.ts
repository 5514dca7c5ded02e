import { addHealthRoutes, type Health, type Log } from '@couplet/daemon';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { addActionRoutes, type ActionRouteDeps } from './actions/addActionRoutes.ts';
import { answerBrokenRequest } from './answerBrokenRequest.ts';
import type { EnvironmentStatus } from './environmentStatus.ts';
import { guardMethods } from './guardMethods.ts';
import { renderPage } from './page/page.ts';
import { securityHeaders } from './securityHeaders.ts';
import { sendError, sendNotFound } from './sendError.ts';
import type { Status } from './status.ts';

export type ServerDeps = {
  status: Pick<Status, 'get' | 'list'>;
  health: Health;
  registry: Registry;
  log: Log;
  version: string;
  /** URL without credentials, shown on top of the page. */
  repository: string;
  /** Milliseconds since 1970, from which the ages on the page count; default: the real time. */
  now?: () => number;
  /** Absent: no action exists. */
  actions?: Pick<ActionRouteDeps, 'actions' | 'readToken' | 'onAnswer'>;
};

type Asked = { Params: { name: string }; Querystring: Record<string, unknown> };

/**
 * The applier's HTTP interface, not listening yet: the page, `GET /api/environments` → `{environments: […]}`,
 * `GET /api/environments/<name>` → EnvironmentStatus, and health. Errors are `{error: {code, message}}`.
 */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const { status, health, registry } = deps;
  const loggerInstance: FastifyBaseLogger = deps.log;
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // The body of an action is a line, so that a request which takes longer than this to arrive is none of ours.
    requestTimeout: 10_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 10_000,
    bodyLimit: 8192,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders);
      if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return void sendNotFound(reply, 'path', request.url);
      return void sendError(reply, 400, 'bad-request', 'Cannot read the path: it must be percent-encoded UTF-8');
    },
  });
  app.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
  guardMethods(app);
  readJsonBodies(app);
  app.setErrorHandler<Error & { statusCode?: number }>((err, request, reply) => {
    const { statusCode = 500 } = err;
    if (statusCode < 500) return sendError(reply, statusCode, 'bad-request', err.message);
    request.log.error({ err }, 'request failed');
    return sendError(reply, 500, 'internal', 'Cannot answer: the applier met a defect, which its log describes');
  });

  app.get<Asked>('/', ({ query }, reply) =>
    sendPage(reply, deps, status.list(), { refresh: query['refresh'] !== 'off' }),
  );
  app.get<Asked>('/environments/:name', ({ params: { name }, query }, reply) => {
    const found = status.get(name);
    if (found === undefined) return sendNotFound(reply, 'environment', name);
    return sendPage(reply, deps, [found], { only: name, refresh: query['refresh'] !== 'off' });
  });
  app.get('/api/environments', () => ({ environments: status.list() }));
  app.get<Asked>('/api/environments/:name', ({ params: { name } }, reply) => {
    const found = status.get(name);
    return found === undefined ? sendNotFound(reply, 'environment', name) : reply.send(found);
  });
  if (deps.actions !== undefined) addActionRoutes(app, { ...deps.actions, status, now: deps.now ?? Date.now });
  addHealthRoutes(app, { health, registry });
  return app;
}

/** Whatever type the body says to be: curl calls it a form unless it is told otherwise. */
function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('Cannot read the body: it must be JSON'), { statusCode: 400 }));
    }
  });
}

function sendPage(
  reply: FastifyReply,
  { health, repository, version, now = Date.now }: ServerDeps,
  environments: EnvironmentStatus[],
  view: { only?: string; refresh: boolean },
): FastifyReply {
  const { host } = reply.request;
  const problems = Object.entries(health.ready().checks).filter(([, problem]) => problem !== 'ok');
  const page = renderPage({ environments, repository, version, problems, host, now: now(), ...view });
  return reply.type('text/html; charset=utf-8').send(page);
}
