import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactText } from './redactText.ts';

const token = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl';

for (const { text, shown } of [
  { text: 'https://me:hunter2@example.org/a.git', shown: 'https://[redacted]@example.org/a.git' },
  { text: 'https://hunter2@example.org/a.git', shown: 'https://[redacted]@example.org/a.git' },
  { text: 'http://me:hunter2@127.0.0.1:80/a', shown: 'http://[redacted]@127.0.0.1:80/a' },
  { text: 'https://me:a@hunter2@example.org/', shown: 'https://[redacted]@example.org/' },
  { text: 'https://me:a/hunter2@example.org/', shown: 'https://[redacted]@example.org/' },
  {
    text: 'proxy HTTP://me:hunter2@p and https://b:hunter2@q',
    shown: 'proxy HTTP://[redacted]@p and https://[redacted]@q',
  },
  { text: 'Authorization: Basic bWU6aHVudGVyMg==', shown: 'Authorization: [redacted]' },
  { text: 'authorization=Bearer hunter2', shown: 'authorization=[redacted]' },
  { text: '{"authorization":"Bearer hunter2","a":1}', shown: '{"authorization":"[redacted]","a":1}' },
  { text: 'cookie: a=b; c=hunter2\nnext', shown: 'cookie: [redacted]\nnext' },
  { text: 'sent Bearer hunter2, got 401', shown: 'sent Bearer [redacted], got 401' },
  { text: 'sent Basic bWU6aHVudGVyMg==', shown: 'sent Basic [redacted]' },
  { text: 'GET /a?access_token=hunter2&b=1', shown: 'GET /a?access_token=[redacted]&b=1' },
  { text: 'GIT_PASSWORD=hunter2 git', shown: 'GIT_PASSWORD=[redacted] git' },
  { text: '{"password":"a\\"hunter2","b":1}', shown: '{"password":"[redacted]","b":1}' },
  {
    text: '{"body":"{\\"client_secret\\":\\"hunter2\\"}"}',
    shown: '{"body":"{\\"client_secret\\":\\"[redacted]\\"}"}',
  },
  { text: 'Secret in {"kind":"Secret","data":{"a":"hunter2"}}', shown: 'Secret in {"kind":"Secret","data":[redacted]' },
  { text: 'x "stringData": {"a": "{hunter2}"} y', shown: 'x "stringData": [redacted]' },
  { text: `sent ${token} to`, shown: 'sent [redacted] to' },
  { text: 'used ghp_0123456789abcdefghij0123456789abcdef', shown: 'used [redacted]' },
  { text: 'used glpat-0123456789abcdefghij', shown: 'used [redacted]' },
  {
    text: 'key -----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY----- end',
    shown: 'key [redacted] end',
  },
  { text: 'key -----BEGIN PRIVATE KEY-----\nhunter2 cut off', shown: 'key [redacted]' },
]) {
  test(`a credential is taken out of ${JSON.stringify(text)}`, () => {
    assert.equal(redactText(text), shown);
  });
}

for (const text of [
  'Cannot read token: file must exist, found ENOENT',
  'Cannot read /etc/couplet/git/password: permission denied',
  'GET https://example.org:8443/a@b?c=d answered 500',
  'https://registry.example.org/@scope/name',
  'ssh://git@example.org/a.git',
  'git@example.org:acme/a.git',
  'Basic authentication is required',
  'User "me" cannot list rolebindings.rbac.authorization.k8s.io',
  'write to me@example.org',
  'a key of data: metadata',
]) {
  test(`${JSON.stringify(text)} is left as it is`, () => {
    assert.equal(redactText(text), text);
  });
}

test('what was redacted is not changed again', () => {
  for (const text of [
    'Bearer hunter2',
    'Authorization: Basic aA==',
    'https://a:b@c/',
    'token=hunter2',
    '"token":"b"',
  ]) {
    assert.equal(redactText(redactText(text)), redactText(text));
  }
});

test('long text is cut, and says how long it was', () => {
  const shown = redactText('x'.repeat(1_000_000));
  assert.equal(shown, `${'x'.repeat(10_000)}… (1000000 characters)`);
});

test('text of 10,000 characters is not cut', () => {
  assert.equal(redactText('x'.repeat(10_000)).length, 10_000);
});

test('a credential that a cut would divide is not shown in part', () => {
  for (const at of [9_900, 63_900]) {
    for (const filler of ['x', 'Bearer hunter2 ', ' ', `https://me:${'1'.repeat(990)}@a.org `]) {
      const before = filler.repeat(Math.ceil(at / filler.length)).slice(0, at);
      assert.doesNotMatch(redactText(`${before} https://me:PASSWORD-${'1'.repeat(500)}@example.org`), /PASSW/);
    }
  }
});

test('a cut does not leave half a character', () => {
  assert.equal(redactText(`${'x'.repeat(9_999)}😀${'x'.repeat(99)}`).isWellFormed(), true);
});

test('hostile text takes no more than a moment', () => {
  const starts = ['', 'bearer', 'cookie:', 'cookie', 'basic ', '"token"', '"token":"', 'a://', 'a://b:', 'eyJ'];
  const fillers = [
    ' ',
    '\n',
    '://',
    '://a:',
    '\\',
    '"',
    'a',
    'a.',
    'A=',
    'token',
    'cookie:\n',
    'bearer ',
    '"data":',
    'eyJaaaaaaaa.',
  ];
  for (const start of starts) {
    for (const filler of fillers) {
      const began = performance.now();
      redactText(start + filler.repeat(64_000 / filler.length));
      const took = performance.now() - began;
      assert.ok(took < 3_000, `${JSON.stringify(start + filler)}… took ${took} ms`);
    }
  }
});
