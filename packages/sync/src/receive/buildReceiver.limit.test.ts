import assert from 'node:assert/strict';
import { test } from 'node:test';
import { githubHeaders, githubPush } from '../../../../test/support/webhookSender.ts';
import { secret, testReceiver } from '../fixtures/receiver.ts';
import type { TestReceiver } from '../fixtures/receiver.ts';

const push = { ref: 'refs/heads/main', before: '1'.repeat(40), after: '2'.repeat(40) };
const json = { 'content-type': 'application/json' };
const right = githubPush(push, { secret });
const wrong = githubPush(push, { secret: 'another' });

type Sent = { headers: Record<string, string>; body: string };

async function post({ app }: TestReceiver, { headers, body }: Sent, remoteAddress = '192.0.2.1') {
  return app.inject({ method: 'POST', url: '/sync', headers, payload: body, remoteAddress });
}

/** Uses up all failures of 192.0.2.1. */
async function flood(receiver: TestReceiver): Promise<void> {
  for (let count = 0; count < 100; count += 1) await post(receiver, { headers: json, body: '{}' });
}

for (const [name, sent] of Object.entries({ unsigned: { headers: json, body: '{}' }, 'wrongly signed': wrong })) {
  test(`a hundred refusals in a row are 401, then an ${name} request is 429 with the seconds to wait`, async () => {
    await using receiver = testReceiver();
    await flood(receiver);
    const answer = await post(receiver, sent);
    assert.deepEqual(
      [answer.statusCode, answer.headers['retry-after'], answer.body],
      [429, '1', '{"error":"too many requests from this address were refused"}'],
    );
  });
}

test('a signed webhook from an address that fails all the time is accepted', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  assert.equal((await post(receiver, right)).statusCode, 202);
});

test('accepted webhooks are not limited', async () => {
  await using receiver = testReceiver();
  const statuses = new Set<number>();
  for (let count = 0; count < 500; count += 1) statuses.add((await post(receiver, right)).statusCode);
  assert.deepEqual([...statuses], [202]);
});

test('the failures of one address do not count for another', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  assert.equal((await post(receiver, wrong, '192.0.2.2')).statusCode, 401);
});

test('an address that X-Forwarded-For claims is not believed', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  const forwarded = { 'x-forwarded-for': '192.0.2.99', forwarded: 'for=192.0.2.99', 'x-real-ip': '192.0.2.99' };
  assert.equal((await post(receiver, { ...wrong, headers: { ...wrong.headers, ...forwarded } })).statusCode, 429);
});

test('a failure is forgiven with time', async () => {
  let now = 0;
  await using receiver = testReceiver({ now: () => now });
  await flood(receiver);
  now = 1000;
  const statuses = [await post(receiver, wrong), await post(receiver, wrong)].map(({ statusCode }) => statusCode);
  assert.deepEqual(statuses, [401, 429]);
});

test('a refused size or content type is told before the limit', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  const text = await post(receiver, { headers: { 'content-type': 'text/plain' }, body: '{}' });
  const large = await post(receiver, { headers: json, body: ' '.repeat(1_048_577) });
  assert.deepEqual([text.statusCode, large.statusCode], [415, 413]);
});

test('the records of requests are refused under the same limit', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  assert.equal((await receiver.app.inject({ url: '/sync/some-id', remoteAddress: '192.0.2.1' })).statusCode, 429);
});

test('of an address that fails all the time, a large body is not even read', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  const body = JSON.stringify({ ref: 'refs/heads/main' }).padEnd(100_000);
  const sent = { headers: githubHeaders('push', body, { secret }), body };
  const statuses = [await post(receiver, sent), await post(receiver, sent, '192.0.2.2')].map(
    ({ statusCode }) => statusCode,
  );
  assert.deepEqual(statuses, [429, 202]);
});

test('a limited answer is counted as such', async () => {
  await using receiver = testReceiver();
  await flood(receiver);
  await post(receiver, wrong);
  const last = receiver.events.findLast((event) => event.kind === 'answered');
  assert.deepEqual(last, { kind: 'answered', at: 0, provider: 'github', answer: 429 });
});
