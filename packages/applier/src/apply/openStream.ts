import type { Readable } from 'node:stream';
import { ownConnection } from './agents.ts';
import { ApiError } from './apiError.ts';
import type { Connection, ConnectionSource } from './connection.ts';
import { requestOf, unreachable } from './exchange.ts';
import { readStatus } from './readStatus.ts';

export type StreamRequest = {
  /** Path and query, already encoded. */
  path: string;
  accept?: string;
  /** Ends the stream, also while its body is read. */
  signal: AbortSignal;
};

/** Opens an answer that goes on; its body is read as it comes. */
export type OpenStream = (request: StreamRequest) => Promise<Readable>;

/**
 * A GET on a connection of its own, which ends with it. Only the head of the answer has a deadline (milliseconds). A 401
 * is tried once more with credentials read anew. Throws ApiError or ApiUnreachableError, or the signal's reason.
 */
export async function openStream(
  source: ConnectionSource,
  request: StreamRequest,
  deadline: number,
): Promise<Readable> {
  try {
    return await attempt(await source.current(), request, deadline);
  } catch (error) {
    if (!(error instanceof ApiError) || error.httpStatus !== 401) throw error;
    return await attempt(await source.renew(), request, deadline);
  }
}

async function attempt(connection: Connection, request: StreamRequest, deadline: number): Promise<Readable> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), deadline);
  const signal = AbortSignal.any([request.signal, late.signal]);
  const client = ownConnection(connection);
  const close = (): void => void client.destroy().catch(() => {});
  try {
    const wanted = requestOf(connection, { method: 'GET', ...request });
    const { statusCode, headers, body } = await client.request({ ...wanted, signal });
    if (statusCode >= 400) throw new ApiError(statusCode, readStatus(await body.text().catch(() => ''), { headers }));
    return body.once('close', close);
  } catch (cause) {
    close();
    request.signal.throwIfAborted();
    if (cause instanceof ApiError) throw cause;
    throw unreachable(connection.server, cause, late.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}
