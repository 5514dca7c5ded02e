import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpUrl, httpUrlFault } from './httpUrl.ts';

for (const url of ['https://couplet.example.com', 'http://10.0.0.1:8081/page', 'https://[::1]:8443/api/v3/']) {
  test(`${url} is a base URL`, () => {
    assert.equal(httpUrlFault(url), undefined);
  });
}

const refused = [
  'couplet.example.com',
  'ftp://example.com',
  'https://',
  'https://user:word@example.com',
  'https://token@example.com',
  'https://example.com/?q=1',
  'https://example.com/#page',
  'https://example.com/a b',
  'https://example.com/\u0007',
  'javascript:alert(1)',
  `https://example.com/${'a'.repeat(2048)}`,
];
for (const url of refused) {
  test(`${JSON.stringify(url.slice(0, 60))} is refused`, () => {
    assert.match(httpUrlFault(url) ?? '', /^https:\/\/ or http:\/\//);
  });
}

test('slashes at the end are taken away, so that paths can be added', () => {
  assert.equal(httpUrl.normalise('https://example.com/api/v3//'), 'https://example.com/api/v3');
});
