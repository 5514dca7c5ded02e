import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticate, claimants } from './authenticate.ts';
import { boundConnections } from './boundConnections.ts';
import { checkMedia } from './checkMedia.ts';
import { FailureLimit } from './failureLimit.ts';
import { receiveSync } from './receiveSync.ts';
import { defaultTimeouts } from './receiverDeps.ts';
import type { ReceiverDeps } from './receiverDeps.ts';
import { isUnreadAndLarge, refuse, refuseCaller, refuseForNow } from './refusal.ts';
import { shareReads } from './shareReads.ts';
import { takeTurns } from './takeTurns.ts';

const mebibyte = 1024 * 1024;
/** Each may hold a body of 1 MiB that is not authenticated yet. */
const mostConnections = 128;
/** A flood must leave room in each turn of the event loop for what is signed. */
const refusalsPerTurn = 4;
/** A person who tries out a secret is never limited; a flood is after a moment. */
const failureLimits = { burst: 100, perSecond: 1, most: 10_000 };

/**
 * The app behind `sync.listen`: `POST /sync` and `GET /sync/<id>`, nothing else. The order of checks is method and path,
 * size, content type, caller, parameters, body, event; every refusal is `{"error"}`. Not listening yet.
 */
export function buildReceiver(deps: ReceiverDeps): FastifyInstance {
  const timeouts = deps.timeouts ?? defaultTimeouts;
  const failures = new FailureLimit({ ...failureLimits, now: deps.now });
  const refusalTurn = takeTurns(refusalsPerTurn);
  // No trustProxy: X-Forwarded-For is written by whoever calls, and would give everybody as many addresses as they like.
  const app = fastify({
    logger: false,
    bodyLimit: mebibyte,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.connection,
    keepAliveTimeout: timeouts.keepAlive,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.checkEvery, maxHeaderSize: 16_384 },
  });
  const connections = boundConnections(app.server, mostConnections);
  app.removeAllContentTypeParsers();
  // Without the line above the built-in JSON parser stays, and every signature would be checked over other bytes.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onResponse', async (request, reply) => {
    const provider = claimants(request.headers)[0]?.name ?? 'nobody';
    deps.emit({ kind: 'answered', at: deps.now(), provider, answer: reply.statusCode });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (path === '/sync') return refuse(reply.header('allow', 'POST'), 405, 'method must be POST');
    if (/^\/sync\/[^/]+$/.test(path)) return refuse(reply.header('allow', 'GET, HEAD'), 405, 'method must be GET');
    return refuse(reply, 404, 'there is only /sync');
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = hasStatus(error) ? error.statusCode : 500;
    if (status === 413) return refuse(reply, 413, `the body may have ${mebibyte} bytes`, true);
    if (status >= 400 && status < 500) return refuse(reply, status, 'the request is malformed');
    deps.emit({ kind: 'answerFailed', at: deps.now(), error });
    return refuse(reply, 503, 'sync cannot answer at the moment; its log says why');
  });

  const readSecrets = shareReads(() => deps.readSecrets());
  const identify = async (request: FastifyRequest, body: Buffer): ReturnType<typeof authenticate> => {
    const caller = await authenticate(request.headers, body, await readSecrets(), deps.now());
    if (caller !== 'refused') connections.trust(request.raw.socket);
    return caller;
  };

  app.post(
    '/sync',
    {
      onRequest: async (request, reply) => {
        if (Number(request.headers['content-length'] ?? 0) > mebibyte) {
          return refuse(reply, 413, `the body may have ${mebibyte} bytes`, true);
        }
        const problem = checkMedia(request.headers);
        if (problem !== undefined) return refuse(reply, 415, problem, true);
        // What cannot be accepted whatever follows is not read; nor is much of what an address sends that fails all the time.
        const unclaimed = claimants(request.headers).length === 0;
        if (!unclaimed && !(isUnreadAndLarge(request) && failures.wait(request.ip) > 0)) return undefined;
        await refusalTurn();
        if (unclaimed) return refuseCaller(request, reply, failures);
        return refuseForNow(reply, failures.wait(request.ip), true);
      },
    },
    async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const caller = await identify(request, body);
      if (caller === 'refused') return refuseCaller(request, reply, failures);
      const parameters = refusedParameters(request);
      if (parameters !== undefined) return refuse(reply, 400, parameters);
      const { status, content } = receiveSync(deps, caller, request.headers, body);
      return reply.code(status).send(content);
    },
  );

  app.get<{ Params: { id: string } }>('/sync/:id', async (request, reply) => {
    const caller = await identify(request, Buffer.alloc(0));
    if (caller === 'refused' || caller.name !== 'bearer') return refuseCaller(request, reply, failures);
    const parameters = refusedParameters(request);
    if (parameters !== undefined) return refuse(reply, 400, parameters);
    const record = deps.record(request.params.id);
    return record === undefined ? refuse(reply, 404, 'this id is unknown, or too old') : reply.send(record);
  });
  return app;
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
