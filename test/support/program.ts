import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { compileCacheOf } from './compileCacheOf.ts';
import { eventually } from './eventually.ts';

const root = join(import.meta.dirname, '..', '..');

/** What the two programs say when they listen. */
const listens = new Set(['listening', 'status page is up']);

export type LogLine = { level: number; msg: string; [field: string]: unknown };

export type ProgramOptions = {
  name: 'sync' | 'applier';
  /** Path of couplet.yaml. */
  config: string;
  /** The whole environment of the process, apart from PATH. */
  env?: Record<string, string>;
  /** Options of node itself, such as those of its permission model. */
  nodeArguments?: string[];
  /** A command that starts what follows it under other rights or limits, such as `setpriv`. */
  launcher?: readonly string[];
  /** Answers 200 once the program is up. */
  healthUrl: string;
};

/** One of the two programs as a process of its own, as its container would run it. */
export class Program implements AsyncDisposable {
  readonly #child: ChildProcess;
  /** Everything it logged. */
  readonly log: LogLine[] = [];
  /** What it wrote that is no log line. */
  output = '';
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** Resolves once it says that it listens, and when it has ended. */
  readonly #listening: Promise<void>;
  #listens: () => void;
  #ended = false;

  constructor(options: Omit<ProgramOptions, 'healthUrl'>) {
    const { name, config, env = {}, nodeArguments = [], launcher = [] } = options;
    const main = join(root, 'packages', name, 'src', 'main.ts');
    const [command, ...before] = [...launcher, process.execPath];
    this.#child = spawn(command, [...before, ...nodeArguments, main, '--config', config], {
      env: { PATH: process.env['PATH'] ?? '', ...nodeOptions(name), ...compileCache(nodeArguments), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { promise, resolve } = Promise.withResolvers<number | NodeJS.Signals>();
    this.exited = promise;
    ({ promise: this.#listening, resolve: this.#listens } = Promise.withResolvers<void>());
    this.#child.on('exit', (code, signal) => {
      this.#ended = true;
      this.#listens();
      resolve(signal ?? code ?? 1);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#read(line));
    }
  }

  static async start(options: ProgramOptions): Promise<Program> {
    const program = new Program(options);
    try {
      // Asked before, it costs its start more than a question does after.
      await program.#listening;
      await eventually(`${options.name} answers ${options.healthUrl}`, async () => {
        if (program.#ended) throw new Error(`${options.name} ended at its start:\n${program.everything()}`);
        const response = await fetch(options.healthUrl).catch(() => undefined);
        return response?.ok === true ? true : undefined;
      });
      return program;
    } catch (error) {
      await program[Symbol.asyncDispose]();
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  everything(): string {
    return this.output + this.log.map((line) => JSON.stringify(line)).join('\n');
  }

  /** SIGTERM; resolves to the exit code. */
  async terminate(): Promise<number | NodeJS.Signals> {
    this.#child.kill('SIGTERM');
    return await this.exited;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.kill();
  }

  #read(line: string): void {
    try {
      const said = JSON.parse(line) as LogLine;
      this.log.push(said);
      if (listens.has(said.msg)) this.#listens();
    } catch {
      this.output += `${line}\n`;
    }
  }
}

/** What the image tells Node. */
function nodeOptions(name: string): Record<string, string> {
  const image = readFileSync(join(root, `Dockerfile.${name}`), 'utf8');
  const [, options] = /^ENV NODE_OPTIONS=(.*)$/m.exec(image) ?? [];
  return options === undefined ? {} : { NODE_OPTIONS: options };
}

/** The cache of this test run, but for a process that may not read it. */
function compileCache(nodeArguments: readonly string[]): Record<string, string> {
  const { NODE_COMPILE_CACHE: cache } = process.env;
  if (cache === undefined || nodeArguments.includes('--permission')) return {};
  return { NODE_COMPILE_CACHE: compileCacheOf(cache) };
}
