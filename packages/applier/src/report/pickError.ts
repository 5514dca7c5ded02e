import { redactText } from '@couplet/daemon';
import type { RunError } from '../events.ts';
import { bound } from './bound.ts';

/**
 * The facts of an error that a person is shown, each bounded. Anything else that the value carries (a cause, a request,
 * a body) stays behind, so that it reaches no page, log or answer.
 */
export function pickError(error: RunError): RunError {
  return {
    code: bound(error.code),
    message: bound(redactText(error.message)),
    ...(error.id !== undefined && { id: bound(error.id) }),
    ...(error.file !== undefined && { file: bound(error.file) }),
    ...(error.line !== undefined && { line: error.line }),
    ...(error.document !== undefined && { document: error.document }),
    ...(error.field !== undefined && { field: bound(error.field) }),
    ...(error.manager !== undefined && { manager: bound(error.manager) }),
  };
}
