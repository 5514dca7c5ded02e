import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError.ts';
import type { Connection, ConnectionSource } from './connection.ts';
import { exchange, readText, unreachable } from './exchange.ts';
import { readStatus } from './readStatus.ts';

export type StreamRequest = {
  /** Path and query, already encoded. */
  path: string;
  accept?: string;
  /** Ends the stream, also while its body is read. */
  signal: AbortSignal;
};

/** Opens an answer that goes on; its body is read as it comes. */
export type OpenStream = (request: StreamRequest) => Promise<IncomingMessage>;

/**
 * A GET on a connection of its own, which ends with it. Only the head of the answer has a deadline (milliseconds). A 401
 * is tried once more with credentials read anew. Throws ApiError or ApiUnreachableError, or the signal's reason.
 */
export async function openStream(
  source: ConnectionSource,
  request: StreamRequest,
  deadline: number,
): Promise<IncomingMessage> {
  const first = await attempt(await source.current(), request, deadline);
  const response = first.statusCode === 401 ? await retry(source, first, request, deadline) : first;
  const status = response.statusCode ?? 0;
  if (status < 400) return response;
  const text = await readText(response).catch(() => '');
  throw new ApiError(status, readStatus(text, response));
}

async function retry(
  source: ConnectionSource,
  refused: IncomingMessage,
  request: StreamRequest,
  deadline: number,
): Promise<IncomingMessage> {
  refused.destroy();
  return await attempt(await source.renew(), request, deadline);
}

async function attempt(connection: Connection, request: StreamRequest, deadline: number): Promise<IncomingMessage> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), deadline);
  const signal = AbortSignal.any([request.signal, late.signal]);
  try {
    return await exchange(connection, { method: 'GET', ...request, signal }, { agent: false, ...connection.tls });
  } catch (cause) {
    request.signal.throwIfAborted();
    throw unreachable(connection.server, cause, late.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}
