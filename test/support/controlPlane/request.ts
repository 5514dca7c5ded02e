import { request as httpsRequest, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';

export type Answer = { readonly status: number; readonly body: string };

export type RequestInput = {
  readonly url: string;
  /** What authenticates: `ca`, `cert`, `key` … of node:https. */
  readonly options: RequestOptions;
  readonly method?: string;
  readonly json?: unknown;
  /** Milliseconds without a byte until it fails. */
  readonly timeout?: number;
};

/** One https request on a connection of its own. Rejects when there is no answer; every status is an answer. */
export async function request(input: RequestInput): Promise<Answer> {
  const { url, options, method = 'GET', json, timeout = 10_000 } = input;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = httpsRequest(url, { ...options, method, timeout, agent: false }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`expected an answer within ${timeout} ms, found none`)));
  outgoing.on('error', reject);
  if (json !== undefined) outgoing.setHeader('content-type', 'application/json');
  outgoing.end(json === undefined ? undefined : JSON.stringify(json));
  return await promise;
}
