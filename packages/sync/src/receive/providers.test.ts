import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { foldMetrics } from '../report/foldMetrics.ts';
import { senders } from './fixtures/senders.ts';
import type { Sender } from './fixtures/senders.ts';
import { sendersReceiver } from './fixtures/sendersReceiver.ts';
import type { Sent } from './fixtures/sendersReceiver.ts';
import { providers } from './providers.ts';

const theOneRefusal = [401, '{"error":"the signature or token is missing or wrong"}'];

function signed(
  sender: Sender,
  payload: unknown,
  event: string = 'push',
): { headers: Record<string, string>; body: string } {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { headers: sender.headers(body, event), body };
}

/** The payload with its ref, wherever it stands, replaced by that of the environment staging. */
function toMain(sender: Sender): unknown {
  return sender.provider === 'bitbucket' ? sender.push : { ...sender.push, ref: 'refs/heads/main' };
}

for (const sender of senders) {
  test(`a push of ${sender.name} names the environments that follow the branch`, async () => {
    await using receiver = sendersReceiver();
    const { status, body } = await receiver.send(signed(sender, toMain(sender)));
    assert.deepEqual([status, JSON.parse(body).environments], [202, ['staging', 'preview']]);
  });

  test(`a pushed tag of ${sender.name} reaches the environment that follows it`, async () => {
    await using receiver = sendersReceiver();
    const tag = sender.provider === 'github' ? { ...sender.tag, ref: 'refs/tags/live' } : sender.tag;
    const { status, body } = await receiver.send(signed(sender, tag, 'tag'));
    assert.deepEqual([status, JSON.parse(body).environments], [202, ['production']]);
  });

  test(`a request of ${sender.name} carries the provider's name and its delivery id`, async () => {
    await using receiver = sendersReceiver();
    await receiver.send(signed(sender, toMain(sender)));
    const [request] = receiver.posted.flatMap(({ requests }) => requests);
    assert.deepEqual([request?.provider, request?.delivery], [sender.provider, 'd-1']);
  });

  test(`another event of ${sender.name} is accepted with no environments`, async () => {
    await using receiver = sendersReceiver();
    const { status, body } = await receiver.send(signed(sender, sender.other.payload, sender.other.event));
    assert.deepEqual([status, JSON.parse(body).environments, receiver.posted], [202, [], []]);
  });

  test(`a request of ${sender.name} without an event is 400`, async () => {
    await using receiver = sendersReceiver();
    const { headers, body } = signed(sender, toMain(sender));
    // Without it a request of Bitbucket claims nothing at all.
    const expected = sender.provider === 'bitbucket' ? 401 : 400;
    const { [sender.event]: _, ...unnamed } = headers;
    assert.equal((await receiver.send({ headers: unnamed, body })).status, expected);
  });

  for (const [name, sent] of Object.entries(badSignatures(sender))) {
    test(`${name} of ${sender.name} is refused with the one answer of all refusals`, async () => {
      await using receiver = sendersReceiver();
      const answer = await receiver.send(sent);
      assert.deepEqual([[answer.status, answer.body], receiver.posted], [theOneRefusal, []]);
    });
  }

  for (const [name, text] of badPayloads(sender)) {
    test(`a payload of ${sender.name} that is ${name} is 400, and the next good one is accepted`, async () => {
      await using receiver = sendersReceiver();
      const bad = await receiver.send(signed(sender, text));
      const good = await receiver.send(signed(sender, toMain(sender)));
      assert.deepEqual([bad.status, good.status], [400, 202]);
    });
  }

  test(`a payload of ${sender.name} with any field deleted or retyped is 202 or 400`, async () => {
    await using receiver = sendersReceiver();
    const wrong = new Set<number>();
    for (const payload of mutations(toMain(sender))) {
      const { status } = await receiver.send(signed(sender, payload));
      if (status !== 202 && status !== 400) wrong.add(status);
    }
    assert.deepEqual([...wrong], []);
  });

  test(`a form of ${sender.name} is 415, unless its signature covers the form`, async () => {
    await using receiver = sendersReceiver();
    const body = `payload=${encodeURIComponent(JSON.stringify(toMain(sender)))}`;
    const headers = { ...sender.headers(body, 'push'), 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await receiver.send({ headers, body })).status, sender.provider === 'github' ? 202 : 415);
  });
}

function badSignatures(sender: Sender): Record<string, Sent> {
  const { headers, body } = signed(sender, toMain(sender));
  const right = headers[sender.signature] ?? '';
  const { [sender.signature]: _, 'x-hub-signature-256': _hub, 'x-gitea-signature': _gitea, ...unsigned } = headers;
  const other = (value: string | string[]): Sent => ({ headers: { ...headers, [sender.signature]: value }, body });
  const otherKey = sender.name.includes('signing') ? `whsec_${Buffer.alloc(32, 8).toString('base64')}` : 'another';
  const plain = sender.signature === 'x-gitlab-token';
  const hex = (algorithm: string): string => createHmac(algorithm, sender.secret).update(body).digest('hex');
  return {
    'a missing signature': { headers: unsigned, body },
    'a wrong signature': { headers: sender.headers(body, 'push', { secret: otherKey }), body },
    'a signature with its last character changed': other(`${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`),
    'a truncated signature': other(right.slice(0, -3)),
    'a signature that is cut to one character': other(right.slice(0, 1)),
    'an empty signature': other(''),
    'the right signature twice': other([right, right]),
    'a wrong and the right signature': other([right.replace(/.$/, right.endsWith('0') ? '1' : '0'), right]),
    'the right signature after a comma': other(`x, ${right}`),
    'a signature of 10 KB': other(right.repeat(400).slice(0, 10_240)),
    'a signature with a blank at its end that is no blank': other(`${right}\u00a0`),
    'a signature by SHA-1': other(right.includes('=') && !plain ? `sha1=${hex('sha1')}` : hex('sha1')),
    'a signature by SHA-512': other(right.includes('=') && !plain ? `sha512=${hex('sha512')}` : hex('sha512')),
    'a signature in another form': other(`v1a,${Buffer.from(hex('sha256'), 'hex').toString('base64')}`),
    ...(plain
      ? {}
      : {
          'a body that is serialised otherwise': { headers, body: JSON.stringify(JSON.parse(body), undefined, 1) },
          'a body with a byte more': { headers, body: `${body}\n` },
          'an absent body': { headers },
        }),
  };
}

function badPayloads(sender: Sender): [string, string][] {
  const empty = sender.provider === 'bitbucket' ? '{"push":{}}' : '{"ref":""}';
  return [
    ['no JSON', 'ref=main'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a string', '"refs/heads/main"'],
    ['an empty object', '{}'],
    ['without a ref', empty],
    ['100,000 lists deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['100,000 objects deep', `${'{"push":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['only __proto__', '{"__proto__":{"ref":"refs/heads/main","push":{"changes":[]}}}'],
  ];
}

/** The value with each of its fields, at every level, deleted once and replaced once by null, a number, a string, a list and an object. */
function* mutations(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    const rebuild = (part: object): unknown => (Array.isArray(value) ? Object.values(part) : part);
    yield rebuild(rest);
    for (const other of [null, 0, 'x', [null], { a: null }]) yield rebuild({ ...value, [key]: other });
    for (const inner of mutations(Reflect.get(value, key))) yield rebuild({ ...value, [key]: inner });
  }
}

for (const one of senders) {
  for (const other of senders) {
    if (one.provider === other.provider) continue;
    test(`a right signature of ${one.name} does not help a wrong one of ${other.name}`, async () => {
      await using receiver = sendersReceiver();
      const { headers, body } = signed(one, toMain(one));
      const wrong = { [other.signature]: other.headers(`${body} `, 'push')[other.signature] ?? '' };
      // A plain token has nothing to do with the body.
      if (other.signature === 'x-gitlab-token') wrong[other.signature] = 'another';
      const event = { [other.event]: other.headers(body, 'push')[other.event] ?? '' };
      const answer = await receiver.send({ headers: { ...headers, ...event, ...wrong }, body });
      assert.deepEqual([answer.status, answer.body], theOneRefusal);
    });
  }

  test(`a wrong token beside a right signature of ${one.name} is refused`, async () => {
    await using receiver = sendersReceiver();
    const { headers, body } = signed(one, toMain(one));
    const answer = await receiver.send({ headers: { ...headers, authorization: 'Bearer wrong' }, body });
    assert.deepEqual([answer.status, answer.body], theOneRefusal);
  });
}

test('each provider is counted from 0', async () => {
  const registry = new Registry();
  foldMetrics(registry);
  const lines = (await registry.metrics()).split('\n');
  const missing = providers.filter(
    ({ name }) => !lines.includes(`couplet_sync_requests_total{provider="${name}",answer="202"} 0`),
  );
  assert.deepEqual(missing, []);
});

test('docs/webhooks.md names every provider, in the order in which they are asked', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/webhooks.md'), 'utf8');
  const order = /the first of \*([^*]+)\*/.exec(page)?.[1]?.toLowerCase().split(', ');
  assert.deepEqual(
    order,
    providers.map(({ name }) => name),
  );
});
