import type { Dispatcher } from 'undici';
import { AnswerTooLargeError, ApiSilentError, ApiUnreachableError } from './apiError.ts';
import type { ApiRequest } from './apiRequest.ts';
import type { Connection } from './connection.ts';

/** A whole answer; header names are in lower case. */
export type Exchanged = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/**
 * One request and its whole answer. Rejects with what the network says, with the reason of the signal, or with
 * `TimeoutError` (a DOMException) when the answer is not complete after `deadline` milliseconds, the wait for a
 * connection included, and with AnswerTooLargeError when it has more than `maxBytes`.
 */
export function exchange(
  dispatcher: Dispatcher,
  connection: Connection,
  request: ApiRequest,
  deadline: number,
): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
  const { signal, maxBytes = Infinity } = request;
  // One timer and one listener are a third of what a signal made for each call costs.
  let controller: Dispatcher.DispatchController | undefined;
  let ended: Error | undefined;
  const end = (reason: Error): void => {
    ended ??= reason;
    controller?.abort(ended);
    settle();
    reject(ended);
  };
  const stop = (): void => end(asError(signal.reason));
  const timer = setTimeout(() => end(new DOMException(`no answer in ${deadline} ms`, 'TimeoutError')), deadline);
  timer.unref();
  const settle = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  };
  if (signal.aborted) {
    stop();
    return promise;
  }
  signal.addEventListener('abort', stop, { once: true });

  let answer: Omit<Exchanged, 'text'> = { status: 0, headers: {} };
  const chunks: Buffer[] = [];
  let size = 0;
  dispatcher.dispatch(requestOf(connection, request), {
    onRequestStart(started) {
      controller = started;
      if (ended !== undefined) started.abort(ended);
    },
    onResponseStart(_controller, status, headers) {
      answer = { status, headers };
    },
    onResponseData(_controller, chunk) {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else end(new AnswerTooLargeError(`the answer must have at most ${maxBytes} bytes, found more`));
    },
    onResponseEnd() {
      settle();
      const [first = ''] = chunks;
      resolve({ ...answer, text: (chunks.length > 1 ? Buffer.concat(chunks) : first).toString() });
    },
    onResponseError(_controller, error) {
      settle();
      reject(error);
    },
  });
  return promise;
}

/** The request as undici takes it. */
export function requestOf(
  { server, authorization }: Connection,
  { method, path, accept = 'application/json', body, contentType }: Omit<ApiRequest, 'signal'>,
): Dispatcher.DispatchOptions & { origin: string } {
  return {
    origin: server.origin,
    method,
    path: server.pathname === '/' ? path : server.pathname.replace(/\/$/, '') + path,
    headers: {
      accept,
      'user-agent': 'couplet',
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(authorization === undefined ? {} : { authorization }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

/** The error for a call that got no whole answer. */
export function unreachable(server: URL, cause: unknown, silent: boolean): ApiUnreachableError {
  const say = (problem: string): string => `Cannot reach the API server ${server.origin}: ${problem}`;
  if (silent) return new ApiSilentError(say('it must answer in time, found silence'), { cause });
  return new ApiUnreachableError(say(`found ${describeCause(cause)}`), { cause });
}

/** Some errors of the network have no message, only a code. */
function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
