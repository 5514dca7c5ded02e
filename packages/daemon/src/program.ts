import process from 'node:process';
import { parseArguments } from './arguments.ts';
import { askHealth } from './askHealth.ts';
import { type Clock, systemClock } from './clock.ts';
import { ConfigurationError } from './configurationError.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import { createLog, type Log } from './log.ts';
import { superviseProcess } from './superviseProcess.ts';
import { refuseUnsafeEnvironment } from './unsafeEnvironment.ts';
import { version } from './version.ts';

export type Program = {
  /** `sync` or `applier`. */
  name: string;
  /** What follows the script, that is `process.argv.slice(2)`. */
  argv: string[];
  env: NodeJS.ProcessEnv;
  /** What `--help` prints. */
  help: string;
  /** Validates the configuration file; `text` is what `--check` prints. A run is refused too when it is not ok. */
  check(file: string): Promise<{ ok: boolean; text: string }>;
  /** Where a program that runs with this file answers /healthz and /readyz; for `--health` and `--ready`. Never rejects. */
  healthAddress(file: string): Promise<{ host: string; port: number }>;
  /**
   * Imports what only the work needs. Not called for a probe, which runs beside the program under the memory limit of its
   * container; called for `--help`, which is how a compile cache is filled.
   */
  load?(): Promise<unknown>;
  /**
   * Does the program's work; resolves when it has stopped, which it must do soon after `signal` aborts. A rejection ends
   * the program with code 1, or with 78 if it is a ConfigurationError. `fail` reports an error from the background: it
   * is logged, everything is stopped, and the code is 1.
   */
  start(
    file: string,
    deps: { log: Log; signal: AbortSignal; clock: Clock; fail: (error: unknown) => void },
  ): Promise<void>;
  /** Milliseconds from the wish to stop until the process ends regardless; default 20,000. */
  deadline?: number;
};

/**
 * The life of a program, from its command line to its exit code (see `exitCode`):
 * `process.exit(await runProgram({…}))`. SIGTERM or SIGINT abort `signal`; a second one, or the deadline, ends the
 * process at once with 1. An exception or rejection that nobody handled is logged and ends it at once with 70.
 */
export async function runProgram(program: Program): Promise<ExitCode> {
  const wanted = parseArguments(program.argv, program.name, program.help);
  if (wanted.kind === 'ask') {
    const { ok, text } = await askHealth(await program.healthAddress(wanted.config), wanted.path);
    return print(text, ok ? exitCode.ok : exitCode.runtime);
  }
  await program.load?.();
  if (wanted.kind === 'print') return print(wanted.text, wanted.code);
  const refusal = refuseUnsafeEnvironment(program.env);
  if (refusal !== undefined) return print(refusal, exitCode.configuration);

  const log = createLog({ name: program.name });
  const supervision = superviseProcess({ log, deadline: program.deadline ?? 20_000 });
  try {
    const checked = await program.check(wanted.config);
    if (!checked.ok) return print(checked.text, exitCode.configuration);
    if (wanted.kind === 'check') return print(checked.text, exitCode.ok);
    const { signal } = supervision;
    signal.throwIfAborted();
    log.info({ version, config: wanted.config }, 'starting');
    await program.start(wanted.config, { log, signal, clock: systemClock, fail: (error) => supervision.fail(error) });
    log.info('stopped');
    return supervision.failed ? exitCode.runtime : exitCode.ok;
  } catch (error) {
    return ended(error, log, supervision);
  } finally {
    supervision.end();
  }
}

function ended(error: unknown, log: Log, supervision: { signal: AbortSignal; failed: boolean }): ExitCode {
  const { aborted, reason } = supervision.signal;
  if (aborted && (error === reason || (error instanceof Error && error.name === 'AbortError'))) {
    log.info('stopped');
    return supervision.failed ? exitCode.runtime : exitCode.ok;
  }
  log.fatal({ err: error }, 'program failed');
  return error instanceof ConfigurationError ? exitCode.configuration : exitCode.runtime;
}

function print(text: string, code: ExitCode): ExitCode {
  const stream = code === exitCode.ok ? process.stdout : process.stderr;
  stream.write(`${text.trimEnd()}\n`);
  return code;
}
