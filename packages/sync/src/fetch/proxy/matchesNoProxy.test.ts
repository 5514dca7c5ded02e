import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesNoProxy } from './matchesNoProxy.ts';

const excepted: readonly [string, string][] = [
  ['*', 'https://git.example.com/'],
  ['git.example.com', 'https://git.example.com/'],
  ['example.com', 'https://git.example.com/'],
  ['.example.com', 'https://git.example.com/'],
  ['.example.com', 'https://example.com/'],
  ['*.example.com', 'https://git.example.com/'],
  ['EXAMPLE.com', 'https://git.example.com/'],
  ['example.com.', 'https://git.example.com/'],
  ['example.com', 'https://git.example.com./'],
  ['a.org, example.com', 'https://git.example.com/'],
  ['a.org example.com', 'https://git.example.com/'],
  ['example.com:443', 'https://git.example.com/'],
  ['example.com:8443', 'https://git.example.com:8443/'],
  ['example.com:80', 'http://git.example.com/'],
  ['10.1.2.3', 'https://10.1.2.3/'],
  ['10.0.0.0/8', 'https://10.1.2.3/'],
  ['10.1.2.3:8443', 'https://10.1.2.3:8443/'],
  ['::1', 'https://[::1]/'],
  ['[::1]', 'https://[::1]/'],
  ['[::1]:8443', 'https://[::1]:8443/'],
  ['2001:db8::/32', 'https://[2001:db8::1]/'],
];
for (const [list, url] of excepted) {
  test(`"${list}" excepts ${url}`, () => assert.equal(matchesNoProxy(list, new URL(url)), true));
}

const proxied: readonly [string, string][] = [
  ['', 'https://git.example.com/'],
  [',', 'https://git.example.com/'],
  ['.', 'https://git.example.com/'],
  ['ample.com', 'https://example.com/'],
  ['git.example.com', 'https://example.com/'],
  ['example.com:8443', 'https://git.example.com/'],
  ['*,a.org', 'https://git.example.com/'],
  ['1.2.3', 'https://4.1.2.3/'],
  ['10.0.0.0/8', 'https://11.0.0.1/'],
  ['10.0.0.0/99', 'https://10.0.0.1/'],
  ['10.0.0.0/x', 'https://10.0.0.1/'],
  ['::1', 'https://127.0.0.1/'],
  ['[::1]:8443', 'https://[::1]/'],
];
for (const [list, url] of proxied) {
  test(`"${list}" does not except ${url}`, () => assert.equal(matchesNoProxy(list, new URL(url)), false));
}
