import { ApiError, ApiUnreachableError } from './apiError.ts';

/** Whether credentials or certificates that were rotated since they were read explain the error (Node's TLS error codes). */
export function mayBeOutdated(error: unknown): boolean {
  if (error instanceof ApiError) return error.httpStatus === 401;
  if (!(error instanceof ApiUnreachableError)) return false;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && /CERT|LEAF_SIGNATURE/.test(String(cause.code));
}
