import type { FastifyReply } from 'fastify';
import { bound } from './bound.ts';
import type { HttpErrorCode } from './httpErrors.ts';

/** Answers with `{error: {code, message}}`. */
export function sendError(reply: FastifyReply, status: number, code: HttpErrorCode, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message: bound(message) } });
}

const rules = {
  path: 'it must be one that the applier serves',
  environment: 'it must be configured',
  run: 'it must be one of the last 50 of its environment',
} as const;

/** 404 for a path that nothing is at, an environment that is not configured, or a run that is not kept. */
export function sendNotFound(reply: FastifyReply, noun: keyof typeof rules, found: string): FastifyReply {
  const message = `Cannot find ${noun}: ${rules[noun]}, found ${JSON.stringify(found.slice(0, 200))}`;
  return sendError(reply, 404, 'not-found', message);
}
