import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { test } from 'node:test';
import { askHealth } from './askHealth.ts';

/** A server on loopback with that answer, for the time of `use`. */
async function served<T>(
  listener: RequestListener,
  use: (address: { host: string; port: number }) => Promise<T>,
): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  try {
    return await use({ host: '127.0.0.1', port: address.port });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a 200 is ok, and its text is the answer', async () => {
  assert.deepEqual(
    await served(
      (request, response) => response.end(`from ${request.url}`),
      (address) => askHealth(address, '/readyz'),
    ),
    {
      ok: true,
      text: 'from /readyz',
    },
  );
});

test('any other status is not, and the text names it with the reason', async () => {
  const { ok, text } = await served(
    (_request, response) => response.writeHead(503).end('{"ok":false}'),
    (address) => askHealth(address, '/healthz'),
  );
  assert.equal(ok, false);
  assert.match(
    text,
    /^Cannot pass the probe: http:\/\/127\.0\.0\.1:\d+\/healthz must answer 200, found 503: \{"ok":false\}$/,
  );
});

for (const status of [204, 302]) {
  test(`a ${status} is not, though no error`, async () => {
    const { ok, text } = await served(
      (_request, response) => response.writeHead(status).end(),
      (address) => askHealth(address, '/healthz'),
    );
    assert.deepEqual([ok, text.includes(`must answer 200, found ${status}`)], [false, true]);
  });
}

test('of a long answer the first 64 KiB are kept', async () => {
  const { text } = await served(
    (_request, response) => response.end('x'.repeat(200_000)),
    (address) => askHealth(address, '/healthz'),
  );
  assert.equal(text.length, 64 * 1024);
});

test('an answer that is cut is not, and the text says so', async () => {
  const { ok, text } = await served(
    (_request, response) => void response.write('{', () => response.destroy()),
    (address) => askHealth(address, '/healthz'),
  );
  assert.deepEqual([ok, text.endsWith('found aborted')], [false, true]);
});

test('silence is not, and is given up', async () => {
  const { ok, text } = await served(
    () => {},
    (address) => askHealth(address, '/healthz', 50),
  );
  assert.deepEqual([ok, /must answer within 0\.05 s/.test(text)], [false, true]);
});

test('an answer that never ends is given up', async () => {
  assert.equal(
    (
      await served(
        (_request, response) => void response.write('{'),
        (address) => askHealth(address, '/healthz', 50),
      )
    ).ok,
    false,
  );
});

test('a port where nobody listens is not, also behind an IPv6 address', async () => {
  const { host, port } = await served(
    () => {},
    (address) => Promise.resolve(address),
  );
  assert.match((await askHealth({ host, port }, '/healthz')).text, /ECONNREFUSED/);
  assert.match((await askHealth({ host: '::1', port }, '/healthz')).text, /http:\/\/\[::1\]:\d+\/healthz/);
});
