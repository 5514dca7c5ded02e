import { request as requestPlain } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Connections } from './connections.ts';
import { explainNetworkError } from './explainNetworkError.ts';

export type Sender = {
  readonly connections: Connections;
  readonly ca?: string | undefined;
  readonly signal: AbortSignal;
};

export type HttpRequest = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
};

/** Sends one request and resolves with the head of its answer; the body is still to be read. Rejects with RemoteError. */
export async function sendRequest(sender: Sender, request: HttpRequest): Promise<IncomingMessage> {
  try {
    return await sendOnce(sender, request);
  } catch (error) {
    sender.signal.throwIfAborted();
    // The server closed a kept connection just as it was used again: the request was not seen, and reading is repeatable.
    if (error instanceof StaleConnectionError) return sendRequest(sender, request);
    throw explainNetworkError(error, request.url.host);
  }
}

class StaleConnectionError extends Error {}

function sendOnce(
  { connections, ca, signal }: Sender,
  { url, method, headers, body }: HttpRequest,
): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      signal,
      agent: connections.agent(url, ca),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(body.length) }) },
    });
    request.setNoDelay(true);
    request.once('response', resolve);
    request.once('error', (error: NodeJS.ErrnoException) => {
      const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleConnectionError('stale', { cause: error }) : error);
    });
    request.end(body);
  });
}
