import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { gitlab } from './gitlab.ts';

// The reference vector of Standard Webhooks (github.com/standard-webhooks/standard-webhooks).
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const vector = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const body = Buffer.from('{"test": 2432232314}');
const then = 1_614_265_330_000;

async function holds(
  more: Record<string, string>,
  { at = then, secrets = [secret] }: { at?: number; secrets?: string[] } = {},
): Promise<boolean> {
  return gitlab.authenticate({ ...vector, ...more }, body, { secrets, tokens: [], empty: [] }, at);
}

test('the reference vector of Standard Webhooks is verified', async () => {
  assert.equal(await holds({}), true);
});

test('the re-serialised body of the reference vector is refused', async () => {
  const other = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
  assert.equal(await gitlab.authenticate(vector, other, { secrets: [secret], tokens: [], empty: [] }, then), false);
});

for (const minutes of [-5, 5]) {
  test(`a signature is good at ${minutes} minutes and not a second further`, async () => {
    const edge = then + minutes * 60_000;
    const further = edge + Math.sign(minutes) * 1000;
    assert.deepEqual([await holds({}, { at: edge }), await holds({}, { at: further })], [true, false]);
  });
}

test('one right signature among several is enough', async () => {
  const wrong = `v1,${Buffer.alloc(32).toString('base64')}`;
  assert.equal(await holds({ 'webhook-signature': `${wrong} v1a,AAAA ${vector['webhook-signature']}` }), true);
});

test('each of several signing tokens is accepted', async () => {
  const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  assert.equal(await holds({}, { secrets: ['plain', other, secret] }), true);
});

const refused: Record<string, Record<string, string>> = {
  'another id': { 'webhook-id': 'msg_other' },
  'another timestamp': { 'webhook-timestamp': '1614265331' },
  'a timestamp with a sign': { 'webhook-timestamp': '+1614265330' },
  'a timestamp in milliseconds': { 'webhook-timestamp': '1614265330000' },
  'an empty timestamp': { 'webhook-timestamp': '' },
  'an empty id': { 'webhook-id': '' },
  'the asymmetric scheme': { 'webhook-signature': 'v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' },
  'no scheme': { 'webhook-signature': 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' },
  'two blanks between': { 'webhook-signature': `v1,AAAA  ${vector['webhook-signature']}` },
  'eleven signatures': { 'webhook-signature': Array<string>(11).fill(vector['webhook-signature']).join(' ') },
};
for (const [name, more] of Object.entries(refused)) {
  test(`a signed webhook with ${name} is refused`, async () => {
    assert.equal(await holds(more), false);
  });
}

test('the right token beside a wrong signature is refused', async () => {
  const wrong = `v1,${Buffer.alloc(32).toString('base64')}`;
  assert.equal(await holds({ 'webhook-signature': wrong, 'x-gitlab-token': secret }), false);
});

test('a right signature counts whatever the token says', async () => {
  assert.equal(await holds({ 'x-gitlab-token': 'another' }), true);
});

test('an id with a dot, which could be divided otherwise, is refused', async () => {
  const id = 'a.b';
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const right = createHmac('sha256', key).update(`${id}.1614265330.${body.toString()}`).digest('base64');
  assert.equal(await holds({ 'webhook-id': id, 'webhook-signature': `v1,${right}` }), false);
});

for (const weak of ['whsec_', 'whsec_AAAA', 'whsec_%%%%']) {
  test(`a secret ${weak} is no key of signatures`, async () => {
    const key = Buffer.from(weak.slice('whsec_'.length), 'base64');
    const right = createHmac('sha256', key).update(`m.1614265330.${body.toString()}`).digest('base64');
    const more = { 'webhook-id': 'm', 'webhook-signature': `v1,${right}` };
    assert.equal(await holds(more, { secrets: [weak] }), false);
  });
}

test('a token with letters beyond ASCII is compared as bytes', async () => {
  const headers = { 'x-gitlab-token': Buffer.from('Schlüssel').toString('latin1') };
  assert.equal(await gitlab.authenticate(headers, body, { secrets: ['Schlüssel'], tokens: [], empty: [] }, 0), true);
});
