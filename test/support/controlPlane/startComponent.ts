import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command, ComponentName } from './chooseControlPlane.ts';
import type { Guard } from './startGuard.ts';

export type Component = {
  readonly name: ComponentName;
  readonly pid: number;
  readonly logFile: string;
  /** How the process ended ("exit code 1", "signal SIGKILL"); undefined while it runs. */
  end(): string | undefined;
  /** Resolves when the process has ended. */
  ended(): Promise<void>;
};

export type ComponentInput = {
  readonly name: ComponentName;
  readonly command: Command;
  readonly flags: readonly string[];
  readonly directory: string;
  readonly guard: Guard;
  /** Percent; see ControlPlaneOptions. */
  readonly heapGrowth?: number | undefined;
};

/** Starts one component in its own process group; its output goes to `<name>.log` in the directory. */
export async function startComponent(input: ComponentInput): Promise<Component> {
  const { name, command, flags, directory, guard, heapGrowth } = input;
  const [program, ...subcommand] = command;
  const logFile = join(directory, `${name}.log`);
  await using log = await open(logFile, 'a', 0o600);
  const child = spawn(program, [...subcommand, ...flags], {
    cwd: directory,
    stdio: ['ignore', log.fd, log.fd],
    // A proxy or a Go setting of this shell would make the same control plane behave differently.
    env: { PATH: process.env['PATH'], ...(heapGrowth === undefined ? {} : { GOGC: String(heapGrowth) }) },
    detached: true,
  });
  let end: string | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', (code, signal) => {
    end = signal === null ? `exit code ${code}` : `signal ${signal}`;
    if (child.pid !== undefined) guard.forget(child.pid);
    resolve();
  });
  if (child.pid !== undefined) guard.watch(child.pid);
  await once(child, 'spawn');
  // A program that forgets to dispose can still end; the guard cleans up after it.
  child.unref();
  const ended = () => {
    child.ref();
    return promise;
  };
  return { name, pid: child.pid ?? 0, logFile, end: () => end, ended };
}
