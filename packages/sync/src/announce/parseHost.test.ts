import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHost } from './parseHost.ts';

const cases: [string, string, string, string[]][] = [
  ['https://github.com/acme/config.git', 'github.com', 'github.com', ['acme', 'config']],
  ['https://github.com/acme/config/', 'github.com', 'github.com', ['acme', 'config']],
  ['https://git.example.com:8443/acme/config', 'git.example.com', 'git.example.com:8443', ['acme', 'config']],
  ['ssh://git@git.example.com:2222/acme/config.git', 'git.example.com', 'git.example.com', ['acme', 'config']],
  ['git@github.com:acme/config.git', 'github.com', 'github.com', ['acme', 'config']],
  ['git@gitlab.com:acme/infra/live/config.git', 'gitlab.com', 'gitlab.com', ['acme', 'infra', 'live', 'config']],
  ['https://example.com/a%20b/c.git', 'example.com', 'example.com', ['a b', 'c']],
];
for (const [text, hostname, host, path] of cases) {
  test(`${text} is ${path.join('/')} on ${host}`, () => {
    assert.deepEqual(parseHost(text), { hostname, host, path });
  });
}

test('text that names no host is no place', () => {
  assert.equal(parseHost('not a URL'), undefined);
});
