import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { githubHeaders, githubPush } from '../../../../test/support/webhookSender.ts';
import { secret, testReceiver, token } from '../fixtures/receiver.ts';

const push = { ref: 'refs/heads/main', before: '1'.repeat(40), after: '2'.repeat(40) };
const bearer = { authorization: `Bearer ${token}` };

type Sent = { headers: Record<string, string | string[]>; body?: string | Buffer; url?: string };

async function post(app: FastifyInstance, { headers, body, url = '/sync' }: Sent) {
  const answer = await app.inject({ method: 'POST', url, headers, ...(body === undefined ? {} : { payload: body }) });
  return { status: answer.statusCode, body: answer.body, headers: answer.headers };
}

test('a signed push is accepted and names the environments that follow the ref', async () => {
  await using receiver = testReceiver();
  const answer = await post(receiver.app, githubPush(push, { secret }));
  const body = JSON.parse(answer.body);
  assert.equal(answer.status, 202);
  assert.deepEqual(body, { id: body.id, environments: ['staging', 'preview'], url: `/sync/${body.id}` });
});

test('an accepted push is handed over once, as the refs that moved', async () => {
  await using receiver = testReceiver();
  await post(receiver.app, githubPush(push, { secret, delivery: 'd-1' }));
  assert.deepEqual(
    receiver.posted.map(({ refs, forced, requests }) => [refs, forced, requests.map(({ delivery }) => delivery)]),
    [[['main'], false, ['d-1']]],
  );
});

test('the same delivery twice is handed over twice', async () => {
  await using receiver = testReceiver();
  const sent = githubPush(push, { secret, delivery: 'd-1' });
  await post(receiver.app, sent);
  await post(receiver.app, sent);
  assert.equal(receiver.posted.length, 2);
});

test('a pushed tag reaches the environment that follows it', async () => {
  await using receiver = testReceiver();
  const { body } = await post(receiver.app, githubPush({ ...push, ref: 'refs/tags/live' }, { secret }));
  assert.deepEqual(JSON.parse(body).environments, ['production']);
});

test('a deleted branch is a push like another', async () => {
  await using receiver = testReceiver();
  const { body } = await post(receiver.app, githubPush({ ...push, after: '0'.repeat(40) }, { secret }));
  assert.deepEqual(JSON.parse(body).environments, ['staging', 'preview']);
});

test('a push to another ref is accepted, with no environments and nothing to do', async () => {
  await using receiver = testReceiver();
  const answer = await post(receiver.app, githubPush({ ...push, ref: 'refs/heads/mai' }, { secret }));
  assert.deepEqual([answer.status, JSON.parse(answer.body).environments, receiver.posted], [202, [], []]);
});

test('a push by form is read from its field payload', async () => {
  await using receiver = testReceiver();
  const body = `payload=${encodeURIComponent(JSON.stringify({ ref: 'refs/heads/main' }))}`;
  const headers = { ...githubHeaders('push', body, { secret }), 'content-type': 'application/x-www-form-urlencoded' };
  assert.deepEqual(JSON.parse((await post(receiver.app, { headers, body })).body).environments, ['staging', 'preview']);
});

test('ping is answered 200 and does nothing', async () => {
  await using receiver = testReceiver();
  const answer = await post(receiver.app, { headers: githubHeaders('ping', '{}', { secret }), body: '{}' });
  assert.deepEqual([answer.status, receiver.posted], [200, []]);
});

test('another event is accepted with no environments', async () => {
  await using receiver = testReceiver();
  const answer = await post(receiver.app, { headers: githubHeaders('star', '{}', { secret }), body: '{}' });
  assert.deepEqual([answer.status, JSON.parse(answer.body).environments], [202, []]);
});

test('each of several secrets is accepted', async () => {
  await using receiver = testReceiver({
    readSecrets: async () => ({ secrets: ['old secret', 'new secret'], tokens: [], empty: [] }),
  });
  for (const one of ['old secret', 'new secret']) {
    assert.equal((await post(receiver.app, githubPush(push, { secret: one }))).status, 202);
  }
});

test('a bearer without a body asks for every environment', async () => {
  await using receiver = testReceiver();
  const { body } = await post(receiver.app, { headers: bearer });
  assert.deepEqual(JSON.parse(body).environments, ['staging', 'preview', 'production']);
});

test('a bearer names a ref as couplet.yaml does, with any content type', async () => {
  await using receiver = testReceiver();
  for (const type of [{}, { 'content-type': 'application/x-www-form-urlencoded' }, { 'content-type': 'text/plain' }]) {
    const { body } = await post(receiver.app, { headers: { ...bearer, ...type }, body: '{"ref":"live"}' });
    assert.deepEqual(JSON.parse(body).environments, ['production']);
  }
});

test('the record of a request is shown to a bearer', async () => {
  await using receiver = testReceiver();
  const { url, id } = JSON.parse((await post(receiver.app, githubPush(push, { secret, delivery: 'd-1' }))).body);
  const answer = await receiver.app.inject({ url, headers: bearer });
  const received = '1970-01-01T00:00:00.000Z';
  assert.deepEqual(answer.json(), {
    id,
    trigger: 'github',
    delivery: 'd-1',
    ref: 'refs/heads/main',
    receivedAt: received,
    environments: ['staging', 'preview'].map((name) => ({ name, state: 'waiting', received, wanted: push.after })),
  });
});

test('an unknown id is 404', async () => {
  await using receiver = testReceiver();
  assert.equal((await receiver.app.inject({ url: '/sync/no-such-id', headers: bearer })).statusCode, 404);
});

test('a record is shown to nobody else', async () => {
  await using receiver = testReceiver();
  const { url } = JSON.parse((await post(receiver.app, githubPush(push, { secret }))).body);
  assert.equal((await receiver.app.inject({ url })).statusCode, 401);
});

const { body, headers } = githubPush(push, { secret });
const right = headers['x-hub-signature-256'] ?? '';
const { 'x-hub-signature-256': _, ...unsigned } = headers;
const signed = (signature: string | string[]): Sent => ({
  headers: { ...headers, 'x-hub-signature-256': signature },
  body,
});
const sha1 = createHmac('sha1', secret).update(body).digest('hex');
const refused: Record<string, Sent> = {
  'no signature': { headers: unsigned, body },
  'an empty signature': signed(''),
  'a signature by another secret': githubPush(push, { secret: 'another' }),
  'a signature by the empty secret': signed(`sha256=${createHmac('sha256', '').update(body).digest('hex')}`),
  'a truncated signature': signed(right.slice(0, -1)),
  'a signature with a digit too many': signed(`${right}0`),
  'a signature without its prefix': signed(right.slice('sha256='.length)),
  'a signature in upper case': signed(right.toUpperCase()),
  'a SHA-1 signature': signed(`sha1=${sha1}`),
  'a SHA-1 signature in the old header': { headers: { ...unsigned, 'x-hub-signature': `sha1=${sha1}` }, body },
  'a signature of 10 KB': signed(`sha256=${'a'.repeat(10_000)}`),
  'the right signature twice': signed([right, right]),
  'a wrong and the right signature': signed([`sha256=${'0'.repeat(64)}`, right]),
  'the same JSON serialised otherwise': { headers, body: JSON.stringify(JSON.parse(body), undefined, 1) },
  'a byte more': { headers, body: `${body} ` },
  'a body that is no UTF-8': { headers, body: Buffer.concat([Buffer.from(body), Buffer.from([0xff])]) },
  'no body': { headers },
  'a wrong token': { headers: { authorization: 'Bearer wrong' } },
  'an empty token': { headers: { authorization: 'Bearer ' } },
  'a token cut short': { headers: { authorization: `Bearer ${token.slice(0, -1)}` } },
  'a token as basic auth': {
    headers: {
      authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: '{}',
  },
  'the webhook secret as token': { headers: { authorization: `Bearer ${secret}` } },
  'a wrong token beside the right signature': { headers: { ...headers, authorization: 'Bearer wrong' }, body },
};
for (const [name, sent] of Object.entries(refused)) {
  test(`${name} is refused with the one answer of all refusals`, async () => {
    await using receiver = testReceiver();
    const answer = await post(receiver.app, sent);
    assert.deepEqual([answer.status, answer.body], [401, '{"error":"the signature or token is missing or wrong"}']);
    assert.deepEqual(receiver.posted, []);
  });
}

const paths: readonly ['GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS', string, number][] = [
  ['POST', '/sync/', 404],
  ['POST', '//sync', 404],
  ['POST', '/SYNC', 404],
  ['POST', '/', 404],
  ['POST', '/sync%2f', 404],
  ['GET', '/healthz', 404],
  ['GET', '/metrics', 404],
  ['GET', '/sync', 405],
  ['PUT', '/sync', 405],
  ['DELETE', '/sync', 405],
  ['OPTIONS', '/sync', 405],
  ['POST', '/sync/some-id', 405],
];
for (const [method, url, status] of paths) {
  test(`${method} ${url} is ${status}`, async () => {
    await using receiver = testReceiver();
    const sent = githubPush(push, { secret });
    const answer = await receiver.app.inject({
      method,
      url,
      headers: sent.headers,
      payload: sent.body,
    });
    assert.equal(answer.statusCode, status);
    assert.equal(answer.headers.allow === undefined, status !== 405);
  });
}

test('a webhook with parameters is refused, and starts nothing', async () => {
  await using receiver = testReceiver();
  const answer = await post(receiver.app, { ...githubPush(push, { secret }), url: '/sync?wait=applied' });
  assert.deepEqual([answer.status, receiver.posted], [400, []]);
  assert.equal(
    JSON.parse(answer.body).error,
    'a webhook must have no parameters, because only a bearer token waits, found "wait"',
  );
});

test('parameters that are wrong are refused, and start nothing', async () => {
  await using receiver = testReceiver();
  const answer = await post(receiver.app, { headers: bearer, url: '/sync?wait=applied&timeout=1d' });
  assert.deepEqual([answer.status, receiver.posted], [400, []]);
});

const media: readonly [string, Record<string, string>][] = [
  ['text/plain', { 'content-type': 'text/plain' }],
  ['no content type', { 'content-type': '' }],
  ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['gzip', { 'content-encoding': 'gzip' }],
];
for (const [name, more] of media) {
  test(`a signed body with ${name} is 415`, async () => {
    await using receiver = testReceiver();
    const sent = githubPush(push, { secret });
    assert.equal((await post(receiver.app, { ...sent, headers: { ...sent.headers, ...more } })).status, 415);
  });
}

const bodies: readonly [string, string][] = [
  ['no JSON', 'ref=main'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '1'],
  ['100,000 levels of lists', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['100,000 levels of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['no ref', '{}'],
  ['ref as a number', '{"ref":1}'],
  ['ref as a list', '{"ref":["refs/heads/main"]}'],
  ['ref as null', '{"ref":null}'],
  ['an empty ref', '{"ref":""}'],
];
for (const [name, text] of bodies) {
  test(`a signed push with ${name} is 400, and the next good one is accepted`, async () => {
    await using receiver = testReceiver();
    const bad = await post(receiver.app, { headers: githubHeaders('push', text, { secret }), body: text });
    const good = await post(receiver.app, githubPush(push, { secret }));
    assert.deepEqual([bad.status, good.status], [400, 202]);
  });
}

test('every field of a push but ref may be absent', async () => {
  await using receiver = testReceiver();
  const text = '{"ref":"refs/heads/main"}';
  assert.equal(
    (await post(receiver.app, { headers: githubHeaders('push', text, { secret }), body: text })).status,
    202,
  );
});

test('names like __proto__ in a body reach nothing', async () => {
  await using receiver = testReceiver();
  const text = '{"__proto__":{"ref":"refs/heads/main","forced":true},"constructor":{"prototype":{"ref":"x"}}}';
  assert.equal(
    (await post(receiver.app, { headers: githubHeaders('push', text, { secret }), body: text })).status,
    400,
  );
});

test('a body of 1 MiB is read, one byte more is 413', async () => {
  await using receiver = testReceiver();
  const statuses: number[] = [];
  for (const size of [1_048_576, 1_048_577]) {
    const text = '{"ref":"refs/heads/main"}'.padEnd(size);
    statuses.push((await post(receiver.app, { headers: githubHeaders('push', text, { secret }), body: text })).status);
  }
  assert.deepEqual(statuses, [202, 413]);
});

test('secrets that cannot be read are 503, without a reason', async () => {
  await using receiver = testReceiver({
    readSecrets: () => Promise.reject(new Error('EACCES /etc/couplet/webhook')),
  });
  const answer = await post(receiver.app, githubPush(push, { secret }));
  assert.equal(answer.status, 503);
  assert.doesNotMatch(answer.body, /EACCES/);
});

test('each answer is counted by provider and status', async () => {
  await using receiver = testReceiver();
  await post(receiver.app, githubPush(push, { secret }));
  await post(receiver.app, { headers: { authorization: 'Bearer wrong' } });
  const answers = receiver.events.flatMap((event) =>
    event.kind === 'answered' ? [[event.provider, event.answer]] : [],
  );
  assert.deepEqual(answers, [
    ['github', 202],
    ['bearer', 401],
  ]);
});
