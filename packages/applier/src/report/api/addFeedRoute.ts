import type { FastifyInstance } from 'fastify';
import { mostClients } from '../feedClients.ts';
import { sendError } from '../sendError.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { readQuery } from './readQuery.ts';

type Asked = { Querystring: Record<string, unknown> };

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  // A proxy that gathers answers would hold events back; nginx asks for this header.
  'x-accel-buffering': 'no',
  connection: 'close',
} as const;

/** Adds `GET /api/events`: server-sent events (HTML, 9.2), which go on until one side ends them. */
export function addFeedRoute(app: FastifyInstance, feed: ServerDeps['feed']): void {
  app.get<Asked>('/api/events', (request, reply) => {
    const read = readQuery('follow events', {}, request.query);
    if (read.kind === 'invalid') return sendError(reply, 400, 'bad-request', read.message);
    if (request.method === 'HEAD') return reply.headers(streamHeaders).send('');
    const last = request.headers['last-event-id'];
    if (!feed.hasRoom()) {
      const rule = `at most ${mostClients} clients follow at once, and none while the applier ends`;
      return sendError(reply.header('retry-after', '10'), 503, 'unavailable', `Cannot follow events: ${rule}`);
    }
    reply.hijack();
    for (const [name, value] of Object.entries(reply.headers(streamHeaders).getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    feed.open(reply.raw, Array.isArray(last) ? last[0] : last);
    return reply;
  });
  // A stream has no end of its own: without this the server would wait for every client.
  app.addHook('preClose', async () => feed.close());
}
