import { RemoteError } from '../remoteError.ts';

const problems: Readonly<Record<string, string>> = {
  EACCES: 'it must be executable, found that it is not; a Secret is mounted so with defaultMode: 0550',
  ENOENT: 'the program that its first line names after #! must be in the container, found no such file',
  ENOEXEC: 'it must be a program, or begin with a line such as #!/bin/sh, found neither',
};

/** Why a program could not be started, in a sentence. */
export function explainStart(cause: Error, file: string): RemoteError {
  const code = 'code' in cause ? String(cause.code) : '';
  const why = problems[code] ?? `it could not be started (${code || 'unknown reason'})`;
  return new RemoteError(`Cannot get the credential from ${file}: ${why}`, { cause });
}
