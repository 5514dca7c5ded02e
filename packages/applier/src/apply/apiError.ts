/** The parts of a Kubernetes `Status` answer that we use (meta/v1). */
export type ApiStatus = {
  message?: string;
  reason?: string;
  details?: {
    kind?: string;
    name?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
};

/** The API server answered, and the answer is no. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly httpStatus: number;
  readonly status: ApiStatus;

  constructor(httpStatus: number, status: ApiStatus) {
    super(status.message ?? `the API server answered ${httpStatus}`);
    this.httpStatus = httpStatus;
    this.status = status;
  }
}

/** No answer came: refused, reset, or silent beyond the deadline. What was sent may or may not have happened. */
export class ApiUnreachableError extends Error {
  override readonly name: string = 'ApiUnreachableError';
  readonly code: 'api-unreachable' | 'credentials' = 'api-unreachable';
}

/** The answer has more bytes than the request allows; it would have the next time, too. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
}

/** No answer came before the deadline. */
export class ApiSilentError extends ApiUnreachableError {
  override readonly name = 'ApiSilentError';
}

/** Nothing was sent, because the credentials cannot be read. */
export class CredentialsError extends ApiUnreachableError {
  override readonly name = 'CredentialsError';
  override readonly code = 'credentials';
}
