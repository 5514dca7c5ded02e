import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProxy } from './parseProxy.ts';

const names: readonly [string, string][] = [
  ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
  ['proxy.example.com:3128', 'http://proxy.example.com:3128'],
  ['http://proxy.example.com:80/', 'http://proxy.example.com:80'],
  ['proxy.example.com', 'http://proxy.example.com:1080'],
  ['https://proxy.example.com', 'https://proxy.example.com:443'],
  ['http://[2001:db8::1]:3128', 'http://[2001:db8::1]:3128'],
  ['http://me:secret@proxy.example.com:3128', 'http://proxy.example.com:3128'],
];
for (const [text, name] of names) {
  test(`${text} is named ${name}`, () => assert.equal(parseProxy(text, 'HTTPS_PROXY').name, name));
}

test('an address in brackets is connected to without them', () => {
  assert.equal(parseProxy('http://[2001:db8::1]:3128', 'HTTPS_PROXY').host, '2001:db8::1');
});

const refused: readonly [string, RegExp][] = [
  [
    'socks5://me:hunter2@proxy:1080',
    /HTTPS_PROXY names: it must be an http:\/\/ or https:\/\/ proxy, found the scheme socks5:/,
  ],
  ['http://me:hunter2@', /HTTPS_PROXY names: it must be a URL such as/],
  ['http://me:hunter2@proxy:99999', /HTTPS_PROXY names: it must be a URL such as/],
  ['http://me:hunter2%zz@proxy:3128', /HTTPS_PROXY names: it must be a URL whose user and password write % as %25/],
];
for (const [text, sentence] of refused) {
  test(`${text} is refused, and not shown`, () => {
    assert.throws(
      () => parseProxy(text, 'HTTPS_PROXY'),
      (error: Error) => sentence.test(error.message) && !/hunter2/.test(`${error.stack}`),
    );
  });
}
