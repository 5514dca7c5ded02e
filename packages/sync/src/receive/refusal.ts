import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FailureLimit } from './failureLimit.ts';

/** What is read of a refused request before its connection serves the next one. Bytes. */
const cheap = 64 * 1024;

/** Answers `{"error"}`. `close` also ends the connection: the rest of the request is not read. */
export function refuse(reply: FastifyReply, status: number, error: string, close = false): FastifyReply {
  if (close) {
    reply.header('connection', 'close');
    // Node would go on reading until its half of the connection is shut down: megabytes, of each flooding request.
    reply.raw.once('finish', () => reply.raw.socket?.destroy());
  }
  return reply.code(status).send({ error });
}

/**
 * The answer to everybody who is not authenticated: 401 with one body for every provider and reason, as it must not help to
 * find out which part of a guess was right; or 429 once the address failed too often.
 */
export function refuseCaller(request: FastifyRequest, reply: FastifyReply, failures: FailureLimit): FastifyReply {
  const close = isUnreadAndLarge(request);
  const wait = failures.fail(request.ip);
  if (wait === 0) return refuse(reply, 401, 'the signature or token is missing or wrong', close);
  return refuseForNow(reply, wait, close);
}

/** 429 with the time to wait, in milliseconds. */
export function refuseForNow(reply: FastifyReply, wait: number, close: boolean): FastifyReply {
  reply.header('retry-after', String(Math.max(1, Math.ceil(wait / 1000))));
  return refuse(reply, 429, 'too many requests from this address were refused', close);
}

/** Whether a body is on its way that is too large, or of unknown size, to be read for nothing. */
export function isUnreadAndLarge({ body, headers }: FastifyRequest): boolean {
  if (body !== undefined && body !== null) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > cheap;
}
