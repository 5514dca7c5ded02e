import { collect } from '../bodies.ts';
import type { Connections } from '../connections.ts';
import { explainNetworkError } from '../explainNetworkError.ts';
import { RemoteError } from '../remoteError.ts';
import { sendRequest } from '../sendRequest.ts';

const mostBytes = 256 * 1024;

export type ApiRequest = { readonly method: 'GET' | 'POST'; readonly url: string; readonly body?: object };

export type ApiAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The JSON object of the answer; empty when it is something else. */
  readonly body: Readonly<Record<string, unknown>>;
};

export type GitHubApi = {
  readonly connections: Connections;
  readonly ca: string | undefined;
  readonly userAgent: string;
  readonly signal: AbortSignal;
};

/** Sends one request to GitHub's REST API as `Bearer jwt`, following no redirect. Rejects with RemoteError. */
export async function callGitHub(api: GitHubApi, jwt: string, request: ApiRequest): Promise<ApiAnswer> {
  const url = new URL(request.url);
  const response = await sendRequest(api, {
    url,
    method: request.method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${jwt}`,
      'user-agent': api.userAgent,
      'x-github-api-version': '2022-11-28',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body)),
  });
  const bytes = await collect(atMost(response, url.host)).catch((error: unknown) => {
    throw explainNetworkError(error, url.host);
  });
  const headers = Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.[0]] as const);
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: parseObject(bytes) };
}

async function* atMost(chunks: AsyncIterable<Uint8Array>, host: string): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > mostBytes) throw new RemoteError(`Cannot read the answer of ${host}: it may have ${mostBytes} bytes`);
    yield chunk;
  }
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
