import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { claimants } from './authenticate.ts';
import { checkMedia } from './checkMedia.ts';
import type { FailureLimit } from './failureLimit.ts';
import { isUnreadAndLarge, refusalOf } from './refusal.ts';

export type ScreenOptions = {
  readonly failures: FailureLimit;
  /** Bytes that a body may have. */
  readonly bodyLimit: number;
  /** Called with the status of each refusal and the name of who claimed to call. */
  readonly answered: (status: number, provider: string) => void;
};

/**
 * Refuses what makes up a flood before `serve` sees it: large posts that carry no proof at all, or that come from an
 * address that fails all the time. `serve` would refuse them in the same words, at several times the price.
 */
export function screenFlood({ failures, bodyLimit, answered }: ScreenOptions, serve: RequestListener): RequestListener {
  return (request, response) => {
    const claimed = claimants(request.headers);
    const address = request.socket.remoteAddress ?? '';
    if (!isLargePost(request, bodyLimit) || (claimed.length > 0 && failures.wait(address) === 0))
      return serve(request, response);
    const { status, error, headers } = refusalOf(claimed.length > 0 ? failures.wait(address) : failures.fail(address));
    answerAndHangUp(response, status, JSON.stringify({ error }), headers);
    return answered(status, claimed[0]?.name ?? 'nobody');
  };
}

function isLargePost(request: IncomingMessage, bodyLimit: number): boolean {
  const { method, url = '', headers } = request;
  if (method !== 'POST' || !/^\/sync(\?|$)/.test(url) || !isUnreadAndLarge(request)) return false;
  return Number(headers['content-length'] ?? 0) <= bodyLimit && checkMedia(headers) === undefined;
}

function answerAndHangUp(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  const { socket } = response;
  // In this turn: what waits for another one goes on being read, and the copies of it outlive the connection.
  response.once('finish', () => socket?.destroy());
  const length = String(Buffer.byteLength(body));
  const always = { 'content-type': 'application/json; charset=utf-8', 'content-length': length, connection: 'close' };
  response.writeHead(status, { ...headers, ...always }).end(body);
}
