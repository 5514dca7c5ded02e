import { RetryLater } from '@couplet/daemon';
import { RemoteError } from './fetch/remoteError.ts';

/** What kept a pass from its work, for a person, and when the server asked to be called again (milliseconds). */
export type Problem = { readonly why: string; readonly after?: number; readonly cause: unknown };

/** Describes an error that was caught at a stage; `what` says in a verb and a noun what could not be done. */
export function problemOf(error: unknown, what: string): Problem {
  if (error instanceof RemoteError) {
    return { why: error.message, cause: error, ...(error.after === undefined ? {} : { after: error.after }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { why: message.startsWith('Cannot ') ? message : `Cannot ${what}: ${message}`, cause: error };
}

/** The error that makes the loop try again. */
export function retryLater(problem: Problem): RetryLater {
  return new RetryLater(problem.why, { cause: problem.cause, after: problem.after });
}
