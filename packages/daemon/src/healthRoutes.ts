import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import type { Health, HealthAnswer } from './health.ts';

/**
 * Adds `GET /healthz` (live?) and `GET /readyz` (ready?): 200 or 503 with `{ok, checks}`; and `GET /metrics`: the text
 * format of Prometheus.
 */
export function addHealthRoutes<L extends FastifyBaseLogger>(
  app: FastifyInstance<Server, IncomingMessage, ServerResponse, L>,
  deps: { health: Health; registry: Registry },
): void {
  const { health, registry } = deps;
  // Probes come every few seconds: their requests are not worth a line.
  const quiet = { logLevel: 'warn' } as const;
  app.get('/healthz', quiet, (_request, reply) => answer(reply, health.live()));
  app.get('/readyz', quiet, (_request, reply) => answer(reply, health.ready()));
  app.get('/metrics', quiet, async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header('cache-control', 'no-store').type(registry.contentType).send(text);
  });
}

function answer(reply: FastifyReply, found: HealthAnswer): FastifyReply {
  return reply
    .code(found.ok ? 200 : 503)
    .header('cache-control', 'no-store')
    .send(found);
}
