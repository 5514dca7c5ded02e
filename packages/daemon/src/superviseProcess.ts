import process from 'node:process';
import { exitCode, type ExitCode } from './exitCode.ts';
import type { Log } from './log.ts';

export type Supervision = {
  /** Aborts when the program is to stop. */
  signal: AbortSignal;
  /** Logs an error from the background and stops the program. */
  fail(error: unknown): void;
  /** Whether `fail` was called. */
  readonly failed: boolean;
  /** The work has ended: signals and faults mean what they mean to Node again. */
  end(): void;
};

/**
 * Turns what happens to the process (signals, unhandled errors) into an abort, and sees to it that the process ends:
 * at most `deadline` milliseconds after the abort, and at once after a fault, because a process that goes on after one
 * is half alive.
 */
export function superviseProcess(options: { log: Log; deadline: number }): Supervision {
  const { log, deadline } = options;
  const controller = new AbortController();
  let failed = false;
  let signalled = false;
  let timer: NodeJS.Timeout | undefined;

  const stop = (reason: Error): void => {
    timer ??= setTimeout(() => exitNow(exitCode.runtime, new Error('Cannot stop: the deadline passed')), deadline);
    controller.abort(reason);
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (signalled) exitNow(exitCode.runtime, new Error(`Cannot stop in order: ${name} came again`));
    signalled = true;
    log.info({ signal: name }, 'stopping');
    stop(new Error(`stopped by ${name}`));
  };
  const onFault = (fault: unknown): void => exitNow(exitCode.internal, fault);

  function exitNow(code: ExitCode, reason: unknown): never {
    try {
      log.fatal({ err: asError(reason), code }, 'program ends at once');
    } finally {
      process.exit(code);
    }
  }

  // Node would end the process without a word, because no event can come any more.
  const onIdle = (): void => onFault(new Error('Cannot go on: something must be awaited, found nothing'));

  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  process.on('uncaughtException', onFault).on('unhandledRejection', onFault).on('beforeExit', onIdle);
  return {
    signal: controller.signal,
    fail(error) {
      failed = true;
      log.fatal({ err: asError(error) }, 'program failed, stopping');
      stop(new Error('stopped by a failure'));
    },
    get failed() {
      return failed;
    },
    end() {
      clearTimeout(timer);
      process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
      process.off('uncaughtException', onFault).off('unhandledRejection', onFault).off('beforeExit', onIdle);
    },
  };
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  // String() itself throws for some of what may be thrown.
  const text = typeof thrown === 'string' ? thrown : Object.prototype.toString.call(thrown);
  return new Error(`something that is no error was thrown: ${text}`);
}
