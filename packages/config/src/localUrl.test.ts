import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localUrl } from './localUrl.ts';

for (const listen of ['0.0.0.0:8081', '[::]:8081', 'localhost:8081', '127.0.0.1:8081']) {
  test(`what listens on ${listen} is reached over loopback`, () => {
    assert.equal(localUrl(listen), 'http://127.0.0.1:8081');
  });
}

test('what listens on one address is reached there', () => {
  assert.equal(localUrl('10.1.2.3:80'), 'http://10.1.2.3:80');
});

test('an IPv6 address gets its brackets back', () => {
  assert.equal(localUrl('[::1]:8081'), 'http://[::1]:8081');
});
