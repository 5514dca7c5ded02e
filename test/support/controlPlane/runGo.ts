import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Guard } from './startGuard.ts';

export type GoRun = {
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly guard: Guard;
  readonly onMessage?: (line: string) => void;
};

/** Runs `go` at low priority in its own process group, and gives its standard output. Its messages come line by line. */
export async function runGo(run: GoRun): Promise<string> {
  const messages: string[] = [];
  // It begins when it is told: until then the guard may not know it, and nobody would end it if this process died.
  const child = spawn('/bin/sh', ['-c', 'read -r begin && exec go "$@"', 'go', ...run.arguments], {
    cwd: run.directory,
    env: run.env,
    detached: true,
  });
  const closed = once(child, 'close');
  if (child.pid !== undefined) {
    run.guard.watch(child.pid);
    yieldToOthers(child.pid);
  }
  child.stdin.on('error', () => {});
  child.stdin.end('begin\n');
  createInterface(child.stderr).on('line', (line) => {
    messages.push(line);
    run.onMessage?.(line);
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await closed;
  if (child.pid !== undefined) run.guard.forget(child.pid);
  if (child.exitCode === 0) return Buffer.concat(chunks).toString();
  throw new Error(
    `Cannot build the control plane: expected go ${run.arguments[0]} to succeed, found ${endOf(child)}\n${tail(messages)}`,
  );
}

function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Only a courtesy: the process may have ended, or the system may forbid it.
  }
}

function endOf(child: ChildProcess): string {
  return child.signalCode === null ? `exit code ${child.exitCode}` : `signal ${child.signalCode}`;
}

function tail(messages: string[]): string {
  const told = messages.filter((line) => !/^\S+$/.test(line));
  return told.slice(-20).join('\n');
}
