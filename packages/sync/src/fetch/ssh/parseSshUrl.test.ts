import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSshUrl } from './parseSshUrl.ts';

const targets: readonly (readonly [url: string, user: string, host: string, port: number, path: string])[] = [
  ['ssh://git@example.org/acme/config.git', 'git', 'example.org', 22, '/acme/config.git'],
  ['ssh://example.org/config.git', 'git', 'example.org', 22, '/config.git'],
  ['ssh://bot@Git.Example.ORG:2222/a', 'bot', 'git.example.org', 2222, '/a'],
  ['ssh://git@example.org/~ada/config.git', 'git', 'example.org', 22, '~ada/config.git'],
  ['ssh://git@example.org/a%20b%27c', 'git', 'example.org', 22, "/a b'c"],
  ['ssh://git@example.org/a/../b', 'git', 'example.org', 22, '/a/../b'],
  ['ssh://git@[2001:DB8::1]:22/a', 'git', '2001:db8::1', 22, '/a'],
  ['git@example.org:acme/config.git', 'git', 'example.org', 22, 'acme/config.git'],
  ['git@example.org:/srv/config.git', 'git', 'example.org', 22, '/srv/config.git'],
  ['git@example.org:~ada/config.git', 'git', 'example.org', 22, '~ada/config.git'],
  ['git@example.org:a%20b', 'git', 'example.org', 22, 'a%20b'],
  ['git@[::1]:a', 'git', '::1', 22, 'a'],
];
for (const [url, user, host, port, path] of targets) {
  test(`${url} is read as git reads it`, () => {
    assert.deepEqual(parseSshUrl(url), { user, host, port, path });
  });
}

for (const url of ['https://example.org/a.git', 'http://127.0.0.1:1/a.git', 'https://git@example.org:1/a']) {
  test(`${url} is none of ssh`, () => {
    assert.equal(parseSshUrl(url), undefined);
  });
}

const refusals: readonly (readonly [url: string, says: RegExp])[] = [
  ['ssh://git@example.org:0/a', /port must be from 1 to 65535, found "0"/],
  ['ssh://git@example.org:65536/a', /port must be from 1 to 65535, found "65536"/],
  ['ssh://git@example.org', /must be ssh:\/\/\[user@\]host\[:port\]\/path/],
  ['ssh://git:secret@example.org/a', /must be ssh:\/\//],
  ['ssh://git@example.org/%ff', /percent-encoded UTF-8/],
  ['ssh://git@example.org/a%0Ab', /no control characters/],
  ['ssh://git@example.org/a%00b', /no control characters/],
  ['git@example.org:--upload-pack=touch', /must not begin with -/],
];
for (const [url, says] of refusals) {
  test(`${url} is refused with a sentence`, () => {
    assert.throws(() => parseSshUrl(url), { name: 'RemoteError', message: says });
  });
}

test('a refusal does not repeat a password in the URL', () => {
  assert.throws(
    () => parseSshUrl('ssh://git:hunter2@example.org/a'),
    (error: Error) => !error.message.includes('hunter2'),
  );
});
