import { ApiUnreachableError } from './apply/apiError.ts';
import { explainError, type Subject } from './apply/explainError.ts';
import type { RunError } from './events.ts';

/** Why something that is no single object failed. Without an answer the sentence is the connection's own: it says where to look. */
export function explainFailure(error: unknown, subject: Subject): RunError[] {
  if (error instanceof ApiUnreachableError) return [{ code: error.code, message: error.message }];
  return explainError(error, subject);
}
