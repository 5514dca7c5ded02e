import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applierBase } from './applierBase.ts';

for (const listen of ['0.0.0.0:8081', '[::]:8081', 'localhost:8081', '127.0.0.1:8081']) {
  test(`an applier that listens on ${listen} is reached over loopback`, () => {
    assert.equal(applierBase(listen), 'http://127.0.0.1:8081');
  });
}

test('an applier that listens on one address is reached there', () => {
  assert.equal(applierBase('10.1.2.3:80'), 'http://10.1.2.3:80');
});

test('an IPv6 address gets its brackets back', () => {
  assert.equal(applierBase('[::1]:8081'), 'http://[::1]:8081');
});
