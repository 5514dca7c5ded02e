import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { explainPostError } from './explainPostError.ts';

/** What a receiver answered. `word`: a body that is a single word, as Slack's `invalid_payload`. */
export type PostAnswer = { status: number; retryAfter?: string; word?: string };

const longestWord = 60;

/**
 * Posts a body once; redirects are not followed. Rejects with an Error that says what is wrong with the network in a
 * sentence, or with the signal's reason. No URL is in it: that of a chat is a secret.
 */
export async function postBody(
  url: URL,
  { headers, body, signal }: { headers: Record<string, string>; body: string; signal: AbortSignal },
): Promise<PostAnswer> {
  try {
    const response = await send(url, { headers, body, signal });
    const status = response.statusCode ?? 0;
    const after = response.headers['retry-after'];
    // With the status everything is said: a body that does not end must not make it told twice.
    const word = status >= 400 ? await readWord(response) : undefined;
    response.destroy();
    return { status, ...(after !== undefined && { retryAfter: after }), ...(word !== undefined && { word }) };
  } catch (error) {
    signal.throwIfAborted();
    throw explainPostError(error, url.host);
  }
}

function send(
  url: URL,
  { headers, body, signal }: { headers: Record<string, string>; body: string; signal: AbortSignal },
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const all = {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    // News is rare: a kept connection would be closed by the time it is used again.
    connection: 'close',
  };
  const request = (url.protocol === 'https:' ? https : http).request(url, { method: 'POST', headers: all, signal });
  request.on('response', (response) => {
    // Once its status is known nobody waits for the rest.
    response.on('error', () => {});
    resolve(response);
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

/** Anything else than one word may quote the URL back. */
async function readWord(response: IncomingMessage): Promise<string | undefined> {
  let text = '';
  try {
    response.setEncoding('utf8');
    for await (const chunk of response) {
      text += String(chunk);
      if (text.length > longestWord) return undefined;
    }
  } catch {
    return undefined;
  }
  return /^[a-z_]+$/.test(text.trim()) ? text.trim() : undefined;
}
