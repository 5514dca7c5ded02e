import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticate, claimants } from './authenticate.ts';
import { BodyGate } from './bodyGate.ts';
import { boundConnections } from './boundConnections.ts';
import { checkMedia } from './checkMedia.ts';
import { FailureLimit } from './failureLimit.ts';
import { listenerServer } from './listenerServer.ts';
import { answerWait, refuseWait, showRecord } from './answerWait.ts';
import { readParameters } from './readParameters.ts';
import { receiveSync } from './receiveSync.ts';
import { refuseHealthy } from './refuseHealthy.ts';
import { defaultTimeouts } from './receiverDeps.ts';
import type { ReceiverDeps } from './receiverDeps.ts';
import { isUnreadAndLarge, refuse, refuseCaller, refuseFor } from './refusal.ts';
import { screenFlood } from './screenFlood.ts';
import { shareReads } from './shareReads.ts';
import { tokenFile } from './tokenFile.ts';

const mebibyte = 1024 * 1024;
const mostConnections = 128;
/** Bodies of up to 1 MiB of which nobody knows yet who sends them, and the milliseconds that one has while others wait. */
const largeBodies = { most: 2, waiting: 16, turn: 1000 };
/** A person who tries out a secret is never limited; a flood is after a moment. */
const failureLimits = { burst: 100, perSecond: 1, most: 10_000 };

/**
 * The app behind `sync.listen`: `POST /sync` and `GET /sync/<id>`, nothing else. The order of checks is method and path,
 * size, content type, caller, parameters, body, event; every refusal is `{"error"}`. Not listening yet.
 */
export function buildReceiver(deps: ReceiverDeps): FastifyInstance {
  const timeouts = deps.timeouts ?? defaultTimeouts;
  const failures = new FailureLimit({ ...failureLimits, now: deps.now });
  const answered = (answer: number, provider: string): void =>
    deps.emit({ kind: 'answered', at: deps.now(), provider, answer });
  // No trustProxy: X-Forwarded-For is written by whoever calls, and would give everybody as many addresses as they like.
  const app = fastify({
    logger: false,
    bodyLimit: mebibyte,
    serverFactory: (serve) => listenerServer(timeouts, screenFlood({ failures, bodyLimit: mebibyte, answered }, serve)),
  });
  const connections = boundConnections(app.server, mostConnections);
  const gate = new BodyGate({ ...largeBodies, now: deps.now });
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (!isUnreadAndLarge(request)) return done(null, payload);
    const { raw, ip } = request;
    const leave = gate.enter(
      () => done(null, payload),
      () => {
        // It counts as a refusal: an address that does nothing else is soon not read from any more.
        failures.fail(ip);
        raw.socket.destroy();
      },
    );
    raw.once('end', leave).once('close', leave);
  });
  app.removeAllContentTypeParsers();
  // Without the line above the built-in JSON parser stays, and every signature would be checked over other bytes.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onResponse', async (request, reply) => {
    answered(reply.statusCode, claimants(request.headers)[0]?.name ?? 'nobody');
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
        if (claimants(request.headers).length === 0) return refuseCaller(request, reply, failures);
        const wait = isUnreadAndLarge(request) ? failures.wait(request.ip) : 0;
        return wait > 0 ? refuseFor(reply, wait, true) : undefined;
      },
    },
    async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const caller = await identify(request, body);
      if (caller === 'refused') return refuseCaller(request, reply, failures);
      const isBearer = caller.name === 'bearer';
      const parameters = readParameters(request.url, isBearer ? ['wait', 'timeout', 'commit'] : []);
      if (typeof parameters === 'string') return refuse(reply, 400, parameters);
      const { wait: until } = parameters;
      if (until !== undefined && deps.waits.isFull) return refuseWait(reply, 'too many calls wait already');
      const { headers } = request;
      const token = isBearer ? tokenFile(headers.authorization, await readSecrets()) : undefined;
      const received = receiveSync(deps, { provider: caller, headers, body, parameters, token });
      if (received.kind === 'invalid') return refuse(reply, 400, received.why);
      if (received.kind === 'pong') return reply.send({ ok: true });
      const { id, environments } = received.request;
      if (until === undefined) return reply.code(202).send({ id, environments, url: `/sync/${id}` });
      const hold = (): (() => void) => connections.hold(request.raw.socket);
      return answerWait(deps, { id, until, parameters, hold }, reply);
    },
  );

  app.get<{ Params: { id: string } }>('/sync/:id', async (request, reply) => {
    const caller = await identify(request, Buffer.alloc(0));
    if (caller === 'refused' || caller.name !== 'bearer') return refuseCaller(request, reply, failures);
    const parameters = readParameters(request.url, ['wait', 'timeout']);
    if (typeof parameters === 'string') return refuse(reply, 400, parameters);
    const { id } = request.params;
    const asked = deps.record(id);
    if (asked === undefined) return refuse(reply, 404, 'this id is unknown, or too old');
    const { wait: until } = parameters;
    const names = asked.environments.map(({ name }) => name);
    const refusal = refuseHealthy(
      until,
      deps.environments().filter(({ name }) => names.includes(name)),
    );
    if (refusal !== undefined) return refuse(reply, 400, refusal);
    if (until !== undefined) {
      const hold = (): (() => void) => connections.hold(request.raw.socket);
      return answerWait(deps, { id, until, parameters, hold }, reply);
    }
    await deps.waits.look(id);
    return reply.send(showRecord(deps, id));
  });
  return app;
}

function hasStatus(error: unknown): error is Error & { statusCode: number } {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}
