import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Where and with what the figures were made. */
export type Machine = { machine: string; versions: Record<string, string>; commit: string };

export async function describeMachine(): Promise<Machine> {
  const [cpu] = cpus();
  return {
    machine: `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB`,
    versions: {
      node: process.version,
      git: await firstLine('git', '--version'),
      kubectl: await firstLine('kubectl', 'version', '--client'),
    },
    commit: await firstLine('git', 'rev-parse', 'HEAD'),
  };
}

async function firstLine(program: string, ...args: string[]): Promise<string> {
  const cwd = import.meta.dirname;
  const { stdout } = await execute(program, args, { cwd }).catch(() => ({ stdout: 'not installed' }));
  return stdout.split('\n')[0]?.trim() ?? '';
}
