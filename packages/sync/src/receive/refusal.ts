import type { IncomingHttpHeaders } from 'node:http';
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
  return refuseFor(reply, failures.fail(request.ip), isUnreadAndLarge(request));
}

/** The same when the limit has answered already; `wait` in milliseconds. */
export function refuseFor(reply: FastifyReply, wait: number, close: boolean): FastifyReply {
  const { status, error, headers } = refusalOf(wait);
  return refuse(reply.headers(headers), status, error, close);
}

/** 401, or 429 with the time to wait when it is not 0 milliseconds. */
export function refusalOf(wait: number): { status: number; error: string; headers: Record<string, string> } {
  if (wait === 0) return { status: 401, error: 'the signature or token is missing or wrong', headers: {} };
  const headers = { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) };
  return { status: 429, error: 'too many requests from this address were refused', headers };
}

/** Whether a body is on its way that is too large, or of unknown size, to be read for nothing. */
export function isUnreadAndLarge({ body, headers }: { body?: unknown; headers: IncomingHttpHeaders }): boolean {
  if (body !== undefined && body !== null) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > cheap;
}
