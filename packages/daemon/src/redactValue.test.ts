import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactValue } from './redactValue.ts';

for (const key of [
  'authorization',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'token',
  'accessToken',
  'x-gitlab-token',
  'password',
  'passwd',
  'secret',
  'client_secret',
  'webhookSecret',
  'data',
  'stringData',
  'privateKey',
  'ssh-privatekey',
  'private_key',
  'apiKey',
  'client-key-data',
  'x-hub-signature-256',
  'webhook-signature',
]) {
  test(`what stands under ${key} is not shown`, () => {
    for (const value of ['hunter2', { a: 'hunter2' }, ['hunter2']]) {
      assert.deepEqual(redactValue({ a: [{ [key]: value }] }), { a: [{ [key]: '[redacted]' }] });
    }
  });
}

for (const key of ['metadata', 'username', 'tokenFile', 'secretName', 'key', 'database', 'commit']) {
  test(`what stands under ${key} is shown`, () => {
    assert.deepEqual(redactValue({ [key]: 'shown' }), { [key]: 'shown' });
  });
}

test('whether there is a secret is shown', () => {
  const value = { token: false, password: null, secret: 0 };
  assert.deepEqual(redactValue(value), value);
});

test('the bytes of a Buffer are not shown', () => {
  const value: unknown = JSON.parse(JSON.stringify({ body: Buffer.from('hunter2') }));
  assert.deepEqual(redactValue(value), { body: { type: 'Buffer', data: '[redacted]' } });
});

test('what is too deep is cut', () => {
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`);
  assert.match(JSON.stringify(redactValue(deep)), /\[too deep\]/);
});

test('what is too wide is cut, and says how wide it was', () => {
  const list = redactValue(Array.from({ length: 5_000 }, (_, n) => n));
  assert.ok(Array.isArray(list) && list.length === 201 && list[200] === '… (5000 items)');
  const record = redactValue(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n])));
  assert.equal(Object.entries(record ?? {}).length, 201);
});

test('a key of __proto__ is a key like any other', () => {
  const shown = redactValue(JSON.parse('{"__proto__":{"polluted":"hunter2"},"token":"hunter2"}'));
  assert.equal(JSON.stringify(shown), '{"__proto__":{"polluted":"hunter2"},"token":"[redacted]"}');
  assert.equal('polluted' in {}, false);
});
