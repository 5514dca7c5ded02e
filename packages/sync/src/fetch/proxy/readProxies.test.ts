import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProxies } from './readProxies.ts';

const proxyOf = (environment: Record<string, string>, url = 'https://git.example.com/a.git') =>
  readProxies(environment).forUrl(new URL(url));

test('without a variable nothing is proxied', () => assert.equal(proxyOf({}), undefined));

test('an empty variable is no variable', () => assert.equal(proxyOf({ https_proxy: ' ', HTTPS_PROXY: '' }), undefined));

for (const variable of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) {
  test(`${variable} is for https`, () => assert.equal(proxyOf({ [variable]: 'p:1' })?.variable, variable));
}

for (const variable of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY']) {
  test(`${variable} is for http`, () => {
    assert.equal(proxyOf({ [variable]: 'p:1' }, 'http://git.example.com/a.git')?.variable, variable);
  });
}

test('the proxy for http is not the one for https', () => assert.equal(proxyOf({ HTTP_PROXY: 'p:1' }), undefined));

test('lower case comes before upper case', () => {
  assert.equal(proxyOf({ HTTPS_PROXY: 'upper:1', https_proxy: 'lower:1' })?.host, 'lower');
});

test('the proxy of the scheme comes before the one for all', () => {
  assert.equal(proxyOf({ ALL_PROXY: 'all:1', HTTPS_PROXY: 'https:1' })?.variable, 'HTTPS_PROXY');
});

test('loopback is proxied unless NO_PROXY names it', () => {
  const urls = ['https://localhost/a', 'https://127.0.0.1/a'];
  const of = (NO_PROXY: string) => urls.map((url) => proxyOf({ HTTPS_PROXY: 'p:1', NO_PROXY }, url)?.host);
  assert.deepEqual(
    [of(''), of('localhost,127.0.0.1')],
    [
      ['p', 'p'],
      [undefined, undefined],
    ],
  );
});

test('what NO_PROXY excepts needs no valid proxy', () => {
  assert.equal(proxyOf({ HTTPS_PROXY: 'socks5://p:1', no_proxy: '*' }), undefined);
});
