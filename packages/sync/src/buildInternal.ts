import { addHealthRoutes } from '@couplet/daemon';
import type { Health } from '@couplet/daemon';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Status } from './report/status.ts';

/** The app behind `sync.internal`: /healthz, /readyz, /metrics and /status. Not listening yet. */
export function buildInternal(deps: { health: Health; registry: Registry; status: () => Status }): FastifyInstance {
  const app = fastify({ logger: false, requestTimeout: 10_000, connectionTimeout: 15_000 });
  addHealthRoutes(app, deps);
  app.get('/status', (_request, reply) => reply.header('cache-control', 'no-store').send(deps.status()));
  return app;
}
