import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request as forwardSecurely, type AgentOptions } from 'node:https';
import { portOf } from './portOf.ts';

/** What the proxy does with one request instead of passing it on. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Uint8Array;
    }
  /** Passes the request on, but only then. */
  | { readonly kind: 'wait'; readonly until: Promise<void> }
  /** Takes the request and says nothing. */
  | { readonly kind: 'silence' }
  /** Passes the request on and resets the connection once the answer is there: it was done, and nobody knows. */
  | { readonly kind: 'lose' }
  /** Passes the answer on until so many bytes of its body, then resets the connection. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Passes on so many bytes of the body and ends the answer as if that were all of it. */
  | { readonly kind: 'shorten'; readonly after: number }
  /** Passes the answer on with one byte of its body altered. */
  | { readonly kind: 'alter'; readonly at: number }
  /** Passes the body of the answer on byte by byte, one every so many milliseconds. */
  | { readonly kind: 'drip'; readonly every: number }
  /** Answers a body of its own for ever. */
  | { readonly kind: 'endless'; readonly contentType: string; readonly chunk: Uint8Array };

export type FaultyProxy = AsyncDisposable & {
  readonly url: string;
  /** Every request so far. */
  readonly seen: { readonly method: string; readonly url: string; readonly authorization: string | undefined }[];
  /** Decides for each request; undefined passes it on. */
  fault: (request: IncomingMessage) => Fault | undefined;
  /** Treats a request that came in elsewhere, over TLS for example, as one of the proxy's own. */
  pass(request: IncomingMessage, response: ServerResponse): void;
  /** Closes what clients keep open. */
  closeConnections(): void;
};

/** A proxy in front of an HTTP server that injects faults; without a target every request needs one. `tls` is for a target with https. */
export async function startFaultyProxy(target = '', tls: AgentOptions = {}): Promise<FaultyProxy> {
  const upstream: Upstream = { target, agent: target.startsWith('https:') && new Agent({ ...tls, keepAlive: true }) };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    proxy.seen.push({ method, url, authorization: headers.authorization });
    const fault = proxy.fault(request);
    if (fault?.kind === 'status') response.writeHead(fault.status, fault.headers).end(fault.body ?? 'no');
    else if (fault?.kind === 'endless') sendForEver(response, fault);
    else if (fault?.kind === 'wait') void fault.until.then(() => passOn(upstream, request, response, undefined));
    else if (fault?.kind !== 'silence') passOn(upstream, request, response, fault);
  };
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${portOf(server)}`,
    seen: [],
    fault: () => undefined,
    pass: answer,
    closeConnections: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      if (upstream.agent !== false) upstream.agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

type Upstream = { readonly target: string; readonly agent: Agent | false };

function passOn(
  { target, agent }: Upstream,
  request: IncomingMessage,
  response: ServerResponse,
  fault: (Fault & { kind: 'cut' | 'shorten' | 'alter' | 'drip' | 'lose' }) | undefined,
): void {
  const { method, headers } = request;
  const send = agent === false ? forward : forwardSecurely;
  const onward = send(new URL(request.url ?? '/', target), { method, headers, agent }, (answer) => {
    if (fault?.kind === 'lose') {
      answer.resume();
      response.socket?.resetAndDestroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    if (fault?.kind === 'drip') return drip(answer, response, fault.every);
    if (fault?.kind === 'alter') return alter(answer, response, fault.at);
    let left = fault?.after ?? Number.POSITIVE_INFINITY;
    answer.on('data', (chunk: Buffer) => {
      response.write(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left > 0 || fault === undefined) return;
      answer.destroy();
      if (fault.kind === 'shorten') response.end();
      // Later, so that the bytes before the cut leave first.
      else setImmediate(() => response.socket?.resetAndDestroy());
    });
    answer.on('end', () => response.end());
    answer.on('error', () => {});
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

function drip(answer: IncomingMessage, response: ServerResponse, every: number): void {
  const bytes: number[] = [];
  answer.on('data', (chunk: Buffer) => bytes.push(...chunk));
  const timer = setInterval(() => {
    const [byte] = bytes.splice(0, 1);
    if (byte !== undefined) response.write(Buffer.of(byte));
  }, every);
  response.on('close', () => clearInterval(timer));
  answer.on('error', () => {});
}

function alter(answer: IncomingMessage, response: ServerResponse, at: number): void {
  let start = 0;
  answer.on('data', (chunk: Buffer) => {
    const index = at - start;
    const byte = chunk[index];
    if (byte !== undefined) chunk[index] = byte ^ 0xff;
    start += chunk.length;
    response.write(chunk);
  });
  answer.on('end', () => response.end());
  answer.on('error', () => {});
}

function sendForEver(response: ServerResponse, fault: Fault & { kind: 'endless' }): void {
  response.writeHead(200, { 'content-type': fault.contentType });
  const more = (): void => {
    if (response.destroyed) return;
    if (response.write(fault.chunk)) setImmediate(more);
    else response.once('drain', more);
  };
  more();
}
