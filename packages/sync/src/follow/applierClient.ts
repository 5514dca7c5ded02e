import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Applier } from '../appliedEnvironment.ts';
import { parseEnvironments } from './parseEnvironments.ts';

export type ApplierClientOptions = {
  /** URL without a path, asked for at each use. */
  readonly base: () => string;
  /** Milliseconds in which the whole answer must be there; default 5,000. */
  readonly timeout?: number;
};

// 1,000 environments with their bounded lists of errors are beyond it only when something is very wrong.
const longestAnswer = 8 * 1024 * 1024;

const path = '/api/environments';

const networkProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is the applier running, and is applier.listen the same for both programs?',
  ECONNRESET: 'it cut the connection',
};

/** Asks the applier beside us over kept connections. */
export function openApplierClient({ base, timeout = 5_000 }: ApplierClientOptions): Applier & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return {
    async environments(signal) {
      const place = base();
      signal.throwIfAborted();
      const ended = new AbortController();
      const abort = (): void => ended.abort(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      const late = new Error(`it must answer within ${timeout / 1000} s, found it silent or slow`);
      const timer = setTimeout(() => ended.abort(late), timeout);
      try {
        return parseEnvironments(parseJson(await read(new URL(path, place), agent, ended.signal)));
      } catch (error) {
        signal.throwIfAborted();
        throw explain(place, ended.signal.aborted ? late : error);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      }
    },
    close: () => agent.destroy(),
  };
}

async function read(url: URL, agent: Agent, signal: AbortSignal): Promise<string> {
  const response = await send(url, agent, signal);
  if (response.statusCode !== 200) {
    response.destroy();
    const hint = response.statusCode === 404 ? '; another program may listen there, see applier.listen' : '';
    throw new Error(`${path} must answer 200, found ${response.statusCode}${hint}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes: Uint8Array = chunk;
    size += bytes.length;
    // Leaving the loop destroys the answer.
    if (size > longestAnswer) throw new Error(`its answer may have ${longestAnswer} bytes, found more`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function send(url: URL, agent: Agent, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage | undefined>();
  const asked = request(url, { agent, signal, headers: { accept: 'application/json' } });
  asked.once('response', resolve);
  asked.once('error', (error: NodeJS.ErrnoException) => {
    // The applier closed a kept connection just as it was used again: it saw nothing.
    if (asked.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) resolve(undefined);
    else reject(error);
  });
  asked.end();
  return (await promise) ?? send(url, agent, signal);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('its answer must be JSON, found something else; another program may listen there', { cause });
  }
}

function explain(place: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot ask the applier at ${place}: ${networkProblems[String(code)] ?? message}`, { cause });
}
