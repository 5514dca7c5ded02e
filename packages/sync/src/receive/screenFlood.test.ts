import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { test } from 'node:test';
import { eventually } from '../../../../test/support/eventually.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import { githubHeaders } from '../../../../test/support/webhookSender.ts';
import { secret, testReceiver } from '../fixtures/receiver.ts';
import type { TestReceiver } from '../fixtures/receiver.ts';

type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: string };

const json = { 'content-type': 'application/json' };
const large = 64 * 1024 + 1;

/** Sends the head of a post, and its body only when `body` is given; resolves to the answer. */
async function post(receiver: TestReceiver, headers: Record<string, string>, body?: string): Promise<Answer> {
  const { app } = receiver;
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const port = portOf(app.server);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request({ port, host: '127.0.0.1', path: '/sync', method: 'POST', agent: false, headers });
  sent.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    response.on('error', reject);
  });
  sent.on('error', reject);
  if (body === undefined) sent.flushHeaders();
  else sent.end(body);
  const answer = await promise;
  sent.destroy();
  return answer;
}

/** What is told of an answer, without the time of day. */
function told({ status, headers, body }: Answer): unknown {
  return [status, headers['content-type'], headers['content-length'], headers['retry-after'], body];
}

async function useUpFailures(receiver: TestReceiver): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    await receiver.app.inject({
      method: 'POST',
      url: '/sync',
      headers: json,
      payload: '{}',
      remoteAddress: '127.0.0.1',
    });
  }
}

test('a large post without a proof gets the same 401 as a small one', async () => {
  await using receiver = testReceiver();
  const screened = await post(receiver, { ...json, 'content-length': String(large) });
  const served = await post(receiver, json, '{}');
  assert.deepEqual(told(screened), told(served));
});

test('a large post without a proof gets the same 429 as a small one', async () => {
  await using receiver = testReceiver();
  await useUpFailures(receiver);
  const screened = await post(receiver, { ...json, 'transfer-encoding': 'chunked' });
  const served = await post(receiver, json, '{}');
  assert.deepEqual(told(screened), told(served));
});

test('a screened refusal counts as a failure of its address', async () => {
  await using receiver = testReceiver();
  const statuses = [];
  for (let count = 0; count < 101; count += 1) {
    statuses.push((await post(receiver, { ...json, 'content-length': String(large) })).status);
  }
  assert.deepEqual([statuses[99], statuses[100]], [401, 429]);
});

test('a large post with a proof from an address that fails all the time is 429 before its body comes', async () => {
  await using receiver = testReceiver();
  await useUpFailures(receiver);
  const headers = { ...githubHeaders('push', '{}', { secret }), 'content-length': String(large) };
  assert.equal((await post(receiver, headers)).status, 429);
});

test('a large post with a proof is served', async () => {
  await using receiver = testReceiver();
  const body = JSON.stringify({ ref: 'refs/heads/main' }).padEnd(large);
  assert.equal((await post(receiver, githubHeaders('push', body, { secret }), body)).status, 202);
});

test('a screened refusal is told as an answer, once', async () => {
  await using receiver = testReceiver();
  await post(receiver, { ...json, 'content-length': String(large) });
  await post(receiver, json, '{}');
  const answers = await eventually('both are told', () => {
    const found = receiver.events.filter(({ kind }) => kind === 'answered');
    return found.length >= 2 ? found : undefined;
  });
  const answer = { kind: 'answered', at: 0, provider: 'nobody', answer: 401 };
  assert.deepEqual(answers, [answer, answer]);
});

const served: Record<string, { headers: Record<string, string>; status: number }> = {
  'over the limit of bytes': { headers: { ...json, 'content-length': '1048577' }, status: 413 },
  'of another type': { headers: { 'content-type': 'text/plain', 'content-length': String(large) }, status: 415 },
};
for (const [name, { headers, status }] of Object.entries(served)) {
  test(`a large post ${name} is ${status}, also from an address that fails all the time`, async () => {
    await using receiver = testReceiver();
    await useUpFailures(receiver);
    assert.equal((await post(receiver, headers)).status, status);
  });
}
