import type { FastifyReply } from 'fastify';
import { bound } from './bound.ts';

/** Answers with `{error: {code, message}}`. */
export function sendError(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message: bound(message) } });
}

/** 404 for a path that nothing is at, or an environment that is not configured. */
export function sendNotFound(reply: FastifyReply, noun: 'path' | 'environment', found: string): FastifyReply {
  const rule = noun === 'path' ? 'it must be one that the applier serves' : 'it must be configured';
  return sendError(
    reply,
    404,
    'not-found',
    `Cannot find ${noun}: ${rule}, found ${JSON.stringify(found.slice(0, 200))}`,
  );
}
