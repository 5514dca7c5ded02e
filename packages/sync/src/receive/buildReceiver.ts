import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { boundConnections } from './boundConnections.ts';
import { checkMedia } from './checkMedia.ts';
import { receiveSync } from './receiveSync.ts';
import { authenticate, claimedCaller } from './authenticate.ts';
import { defaultTimeouts } from './receiverDeps.ts';
import type { ReceiverDeps } from './receiverDeps.ts';

const mebibyte = 1024 * 1024;
/** Each may hold a body of 1 MiB that is not authenticated yet. */
const mostConnections = 128;

/**
 * The app behind `sync.listen`: `POST /sync` and `GET /sync/<id>`, nothing else. The order of checks is method and path,
 * size, content type, caller, parameters, body; every refusal is `{"error"}`. Not listening yet.
 */
export function buildReceiver(deps: ReceiverDeps): FastifyInstance {
  const timeouts = deps.timeouts ?? defaultTimeouts;
  const app = fastify({
    logger: false,
    bodyLimit: mebibyte,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.connection,
    keepAliveTimeout: timeouts.keepAlive,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.checkEvery, maxHeaderSize: 16_384 },
  });
  boundConnections(app.server, mostConnections);
  app.removeAllContentTypeParsers();
  // Without the line above the built-in JSON parser stays, and every signature would be checked over other bytes.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onResponse', async (request, reply) => {
    deps.emit({ kind: 'answered', at: deps.now(), provider: claimedCaller(request.headers), answer: reply.statusCode });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (path === '/sync') return refuse(reply.header('allow', 'POST'), 405, 'method must be POST');
    if (/^\/sync\/[^/]+$/.test(path)) return refuse(reply.header('allow', 'GET, HEAD'), 405, 'method must be GET');
    return refuse(reply, 404, 'there is only /sync');
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = hasStatus(error) ? error.statusCode : 500;
    if (status === 413) return refuse(reply, 413, `the body may have ${mebibyte} bytes`);
    if (status >= 400 && status < 500) return refuse(reply, status, 'the request is malformed');
    deps.emit({ kind: 'answerFailed', at: deps.now(), error });
    return refuse(reply, 503, 'sync cannot answer at the moment; its log says why');
  });

  app.post(
    '/sync',
    {
      onRequest: async (request, reply) => {
        if (Number(request.headers['content-length'] ?? 0) > mebibyte) {
          return refuse(reply, 413, `the body may have ${mebibyte} bytes`);
        }
        const problem = checkMedia(request.headers);
        return problem === undefined ? undefined : refuse(reply, 415, problem);
      },
    },
    async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const caller = await authenticate(request.headers, body, await deps.readSecrets());
      if (caller === 'refused') return refuseCaller(reply);
      const parameters = refusedParameters(request);
      if (parameters !== undefined) return refuse(reply, 400, parameters);
      const { status, content } = receiveSync(deps, caller, request.headers, body);
      return reply.code(status).send(content);
    },
  );

  app.get<{ Params: { id: string } }>('/sync/:id', async (request, reply) => {
    const caller = await authenticate(request.headers, Buffer.alloc(0), await deps.readSecrets());
    if (caller !== 'bearer') return refuseCaller(reply);
    const parameters = refusedParameters(request);
    if (parameters !== undefined) return refuse(reply, 400, parameters);
    const record = deps.record(request.params.id);
    return record === undefined ? refuse(reply, 404, 'this id is unknown, or too old') : reply.send(record);
  });
  return app;
}

// One body for every reason: it must not help to find out which part of a guess was right.
function refuseCaller(reply: FastifyReply): FastifyReply {
  return reply.code(401).send({ error: 'the signature or token is missing or wrong' });
}

// The rest of the request is not read, so that this connection is of no more use.
function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  if (status === 413 || status === 415) reply.header('connection', 'close');
  return reply.code(status).send({ error });
}

function refusedParameters(request: FastifyRequest): string | undefined {
  const query = request.url.split('?').slice(1).join('?');
  const names = [...new URLSearchParams(query).keys()];
  if (query === '') return undefined;
  return `there must be no query parameters, found ${names
    .map((name) => JSON.stringify(name.slice(0, 40)))
    .slice(0, 5)
    .join(', ')}`;
}

function hasStatus(error: unknown): error is Error & { statusCode: number } {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}
