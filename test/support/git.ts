import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The environment for a git that reads no configuration of the machine or the person and never asks a question. */
export function gitEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PROTOCOL_FROM_USER: '0',
    // Nothing runs in the background after a commit or a push.
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'maintenance.auto',
    GIT_CONFIG_VALUE_0: 'false',
    GIT_CONFIG_KEY_1: 'protocol.file.allow',
    GIT_CONFIG_VALUE_1: 'always',
  };
}

export type GitOptions = {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
};

/** Runs the git CLI, hermetically. Resolves to its standard output; rejects with its standard error in the message. */
export async function git(arguments_: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  return await start('git', arguments_, options);
}

async function start(command: string, arguments_: readonly string[], options: GitOptions): Promise<Buffer> {
  const child = run(command, [...arguments_], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...gitEnvironment(), ...options.environment },
    encoding: 'buffer',
    maxBuffer: 512 * 1024 * 1024,
  });
  // A git that ended before it read its input has its exit code to speak for it.
  child.child.stdin?.on('error', () => {});
  child.child.stdin?.end(options.input ?? '');
  const { stdout } = await child;
  return stdout;
}

/** The same, as trimmed text. */
export async function gitText(arguments_: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await git(arguments_, options)).toString('utf8').trim();
}

/** Runs a shell script of git commands as hermetically, with `$1` and so on. Resolves to its standard output, trimmed. */
export async function shellText(script: string, arguments_: readonly string[], options: GitOptions): Promise<string> {
  return (await start('sh', ['-c', script, 'sh', ...arguments_], options)).toString('utf8').trim();
}
