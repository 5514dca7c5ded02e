import { get } from 'node:http';

/** Milliseconds. A kubelet or a container engine gives a probe a few seconds. */
const patience = 5_000;
const longestAnswer = 64 * 1024;

/**
 * Asks a running program over HTTP whether it is live (/healthz) or ready (/readyz): ok means that it answered 200.
 * `text` says what it answered, or why there is no answer. Never rejects.
 */
export async function askHealth(
  { host, port }: { host: string; port: number },
  path: '/healthz' | '/readyz',
  within = patience,
): Promise<{ ok: boolean; text: string }> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
  try {
    const { status, body } = await request(url, within);
    if (status === 200) return { ok: true, text: body };
    return { ok: false, text: `Cannot pass the probe: ${url} must answer 200, found ${status}: ${body}` };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { ok: false, text: `Cannot pass the probe: ${url} must answer within ${within / 1000} s, found ${found}` };
  }
}

// Not fetch: that alone would cost a probe 10 MiB of its container's memory.
async function request(url: string, within: number): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const asked = get(url, { agent: false, signal: AbortSignal.timeout(within) }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      body = (body + text).slice(0, longestAnswer);
    });
    response.on('error', reject).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
  });
  asked.on('error', reject);
  return await promise;
}
