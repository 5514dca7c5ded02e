import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Surroundings } from '../../surroundings.ts';
import { RemoteError } from '../remoteError.ts';
import { quoteServer } from '../ssh/quoteServer.ts';
import { explainStart } from './explainStart.ts';

const mostOutput = 64 * 1024;

export type AskpassOptions = {
  readonly surroundings: Surroundings | undefined;
  /** Milliseconds, 10 s if absent. */
  readonly timeout?: number;
};

/**
 * Asks the program `file` as git asks GIT_ASKPASS (gitcredentials(7)): the prompt is its one argument, the first line that
 * it writes is the answer. No shell; of the environment it sees PATH only. Rejects with RemoteError.
 */
export async function runAskpass(
  file: string,
  prompt: string,
  { surroundings, timeout = 10_000 }: AskpassOptions,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const path = surroundings?.environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  // A group of its own, so that what a shell script started ends with it.
  const child = spawn(file, [prompt], {
    cwd: '/',
    env: { PATH: path, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const [output, errors] = [new Bounded(mostOutput), new Bounded(mostOutput)];
  const cannot = `Cannot get the credential from ${file}`;
  child.stderr.on('data', (chunk: Buffer) => errors.add(chunk));
  child.stdout.on('data', (chunk: Buffer) => {
    if (!output.add(chunk)) reject(new RemoteError(`${cannot}: it may write ${mostOutput} bytes, found more`));
  });
  child.on('error', (cause) => reject(explainStart(cause, file)));
  let closed = false;
  child.once('close', (code, ended) => {
    closed = true;
    if (code === 0) return resolve(output.text);
    const said = quoteServer(withoutAnswer(errors.text, output.text));
    const why = `it must exit with 0, found ${code ?? ended}${said === '' ? '' : `; it wrote: ${said}`}`;
    return reject(new RemoteError(`${cannot}: ${why}`));
  });
  const late = new RemoteError(`${cannot}: it must answer "${prompt}" within ${timeout / 1000} s, found it silent`);
  const timer = setTimeout(() => reject(late), timeout);
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return firstLine(await promise);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    // Once all of it has ended, the number may be that of others.
    if (!closed) end(child, surroundings);
    // What has left the group may hold the other ends for ever.
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

class Bounded {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when it does not fit, and is not kept. */
  add(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size <= this.#limit) this.#chunks.push(chunk);
    return this.#size <= this.#limit;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

function firstLine(text: string): string {
  return /^[^\r\n]*/.exec(text)?.[0] ?? '';
}

/** A script under `set -x` writes on stderr what it answers, and each command that it runs. */
function withoutAnswer(errors: string, output: string): string {
  const lines = errors.split('\n').filter((line) => !/^\s*\+/.test(line));
  const answer = firstLine(output);
  return answer === '' ? lines.join('\n') : lines.join('\n').replaceAll(answer, '[redacted]');
}

function end(child: ChildProcess, surroundings: Surroundings | undefined): void {
  child.kill('SIGKILL');
  try {
    if (child.pid !== undefined) surroundings?.killGroup(child.pid);
  } catch {
    // The group is empty: all of it has ended.
  }
}
