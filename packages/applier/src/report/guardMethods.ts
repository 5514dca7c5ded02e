import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError, sendNotFound } from './sendError.ts';

type Route = { path: RegExp; methods: string[] };

/**
 * Answers what no route takes before a byte of its body is read: 405 with `Allow` where the path has another method,
 * otherwise 404 (RFC 9110, 15.5.5 and 15.5.6). Must come before the routes that it knows.
 */
export function guardMethods(app: FastifyInstance): void {
  const routes: Route[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ path: new RegExp(`^${url.replaceAll(/:[^/]+/g, '[^/]+')}$`), methods: [method].flat() });
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) refuse(request, reply, routes);
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, routes: Route[]): FastifyReply {
  const { method, url } = request;
  const path = url.split('?', 1)[0] ?? '';
  const allowed = new Set(routes.flatMap((route) => (route.path.test(path) ? route.methods : [])));
  if (allowed.size === 0) return sendNotFound(reply, 'path', path);
  const allow = [...allowed].join(', ');
  reply.header('allow', allow);
  return sendError(reply, 405, 'method-not-allowed', `Cannot ${method} ${path}: the method must be one of ${allow}`);
}
