/** Every way in which a program of ours ends. 70 and 78 are EX_SOFTWARE and EX_CONFIG of sysexits.h. */
export const exitCode = {
  /** It did what it was told, a stop by SIGTERM or SIGINT included. */
  ok: 0,
  /** It could not start or go on, or could not stop in time. */
  runtime: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A bug: an exception or rejection that nobody handled. */
  internal: 70,
  /** The configuration, or the environment it was started in, is refused. */
  configuration: 78,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
