import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseRepository } from './refuseRepository.ts';

for (const url of ['ssh://git@example.org/a%00.git', 'ssh://git@example.org/%ff', 'ssh://git@example.org:0/a.git']) {
  test(`${url} is refused before the start`, () => {
    assert.match(refuseRepository(url, {}) ?? '', /^Cannot use repository\.url: its p/);
  });
}

for (const url of [
  'https://example.org/a.git',
  'http://127.0.0.1:1/a.git',
  'ssh://git@example.org/a.git',
  'git@example.org:a.git',
]) {
  test(`${url} is followed`, () => {
    assert.equal(refuseRepository(url, {}), undefined);
  });
}

test('a proxy that is none is refused for what it would serve, and for nothing else', () => {
  const environment = { ALL_PROXY: 'socks5://p:1' };
  const urls = ['https://example.org/a.git', 'git@example.org:a.git'];
  const [https, ssh] = urls.map((url) => refuseRepository(url, environment));
  assert.match(https ?? '', /the environment variable ALL_PROXY names: it must be an http/);
  assert.equal(ssh, undefined);
});
