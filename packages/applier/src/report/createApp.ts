import type { Log } from '@couplet/daemon';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { answerBrokenRequest } from './answerBrokenRequest.ts';
import { guardMethods } from './guardMethods.ts';
import { securityHeaders } from './securityHeaders.ts';
import { sendError, sendNotFound } from './sendError.ts';

/** What every route has in common: limits, security headers, and errors as `{error: {code, message}}`. */
export function createApp(log: Log): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // The body of an action is a line, so that a request which takes longer than this to arrive is none of ours.
    requestTimeout: 10_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 10_000,
    bodyLimit: 8192,
    // What comes while the server closes is answered as ever.
    return503OnClosing: false,
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
