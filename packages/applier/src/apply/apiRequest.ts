/** One request as the stages make it. */
export type ApiRequest = {
  method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, already encoded. */
  path: string;
  body?: string;
  contentType?: string;
  accept?: string;
  signal: AbortSignal;
  /** Calls of one lane share connections with one another and with nobody else; usually the name of an environment. */
  lane?: string;
  /** An answer of more bytes is given up with AnswerTooLargeError. */
  maxBytes?: number;
};
