/** One request as the stages make it. */
export type ApiRequest = {
  method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, already encoded. */
  path: string;
  body?: string;
  contentType?: string;
  accept?: string;
  signal: AbortSignal;
};
