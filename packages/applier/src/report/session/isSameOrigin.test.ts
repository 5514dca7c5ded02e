import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameOrigin } from './isSameOrigin.ts';

const cases: [string, Record<string, string>, boolean][] = [
  ['a form of the page itself', { origin: 'http://applier:8081', 'sec-fetch-site': 'same-origin' }, true],
  ['over plain http, where browsers send Origin only', { origin: 'http://applier:8081' }, true],
  ['behind a proxy that ends TLS', { origin: 'https://applier:8081', 'sec-fetch-site': 'same-origin' }, true],
  ['a host in capitals', { origin: 'http://APPLIER:8081' }, true],
  ['neither header', {}, false],
  ['another site', { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, false],
  ['another site that says nothing more', { origin: 'http://evil.example' }, false],
  ['another origin of this site', { origin: 'http://applier:8081', 'sec-fetch-site': 'same-site' }, false],
  ['an address that was typed', { 'sec-fetch-site': 'none' }, false],
  ['another port', { origin: 'http://applier:8082' }, false],
  ['an origin that is hidden', { origin: 'null' }, false],
  ['a name that begins like this one', { origin: 'http://applier:8081.evil.example' }, false],
  ['this name as a user of another', { origin: 'http://applier:8081@evil.example' }, false],
  ['a path behind the name', { origin: 'http://applier:8081/x' }, false],
  ['another scheme', { origin: 'ftp://applier:8081' }, false],
  [
    'a right Origin and a wrong Sec-Fetch-Site',
    { origin: 'http://applier:8081', 'sec-fetch-site': 'cross-site' },
    false,
  ],
  [
    'a wrong Origin and a right Sec-Fetch-Site',
    { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
    false,
  ],
];

for (const [name, headers, expected] of cases) {
  test(`${name} is ${expected ? 'taken' : 'refused'}`, () => {
    assert.equal(isSameOrigin({ host: 'applier:8081', ...headers }), expected);
  });
}

test('without Host no Origin is right', () => {
  assert.equal(isSameOrigin({ origin: 'http://applier:8081' }), false);
});
