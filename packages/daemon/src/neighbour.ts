import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

export type NeighbourOptions = {
  /** Who it is, `the applier`: for people. */
  readonly name: string;
  /** The setting that says where it listens. */
  readonly setting: string;
  /** What is asked for. */
  readonly path: string;
  /** Milliseconds in which the whole answer must be there. */
  readonly timeout: number;
  /** Bytes that an answer may have. */
  readonly longest: number;
};

export type Neighbour = {
  /**
   * The JSON that the program at `base`, a URL without a path, answers. Rejects with an Error whose message says what is
   * wrong and goes on after a colon; with the signal's reason when it aborts.
   */
  ask(base: string, signal: AbortSignal): Promise<unknown>;
  close(): void;
};

/** Asks the other program of the pair, over kept connections. */
export function openNeighbour(options: NeighbourOptions): Neighbour {
  const { timeout } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return {
    async ask(base, signal) {
      signal.throwIfAborted();
      const ended = new AbortController();
      const abort = (): void => ended.abort(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      const late = new Error(`it must answer within ${timeout / 1000} s, found it silent or slow`);
      const timer = setTimeout(() => ended.abort(late), timeout);
      try {
        return parseJson(await read(new URL(options.path, base), { ...options, agent, signal: ended.signal }));
      } catch (error) {
        signal.throwIfAborted();
        throw explain(options, ended.signal.aborted ? late : error);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      }
    },
    close: () => agent.destroy(),
  };
}

type Asked = NeighbourOptions & { agent: Agent; signal: AbortSignal };

async function read(url: URL, asked: Asked): Promise<string> {
  const { path, setting, longest } = asked;
  const response = await send(url, asked);
  if (response.statusCode !== 200) {
    response.destroy();
    const hint = response.statusCode === 404 ? `; another program may listen there, see ${setting}` : '';
    throw new Error(`${path} must answer 200, found ${response.statusCode}${hint}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes: Uint8Array = chunk;
    size += bytes.length;
    // Leaving the loop destroys the answer.
    if (size > longest) throw new Error(`its answer may have ${longest} bytes, found more`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function send(url: URL, { agent, signal, ...rest }: Asked): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage | undefined>();
  const asked = request(url, { agent, signal, headers: { accept: 'application/json' } });
  asked.once('response', resolve);
  asked.once('error', (error: NodeJS.ErrnoException) => {
    // It closed a kept connection just as that was used again: it saw nothing.
    if (asked.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) resolve(undefined);
    else reject(error);
  });
  asked.end();
  return (await promise) ?? send(url, { agent, signal, ...rest });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('its answer must be JSON, found something else; another program may listen there', { cause });
  }
}

function explain({ name, setting }: NeighbourOptions, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ECONNREFUSED') {
    const hint = `is ${name} running, and is ${setting} the same for both programs?`;
    return new Error(`nothing listens there; ${hint}`, { cause });
  }
  if (code === 'ECONNRESET') return new Error('it cut the connection', { cause });
  return cause instanceof Error ? cause : new Error(String(cause));
}
