import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '@couplet/config';
import type { Config } from '@couplet/config';
import { refuseCommitStatus } from './refuseCommitStatus.ts';
import { statusTarget } from './statusTarget.ts';

function config(url: string, commitStatus?: object, insecureHttp = false): Config {
  const sync = commitStatus === undefined ? {} : { commitStatus };
  const text = JSON.stringify({ repository: { url, insecureHttp }, environments: [{ name: 'a', ref: 'main' }], sync });
  const read = parseConfig(text, 'couplet.yaml');
  assert.equal(read.kind, 'valid', JSON.stringify(read));
  return read.config;
}

const targets: [string, object | undefined, string][] = [
  ['https://github.com/acme/config.git', undefined, 'github https://api.github.com acme/config'],
  ['git@github.com:acme/config.git', {}, 'github https://api.github.com acme/config'],
  ['ssh://git@ssh.github.com:443/acme/config.git', {}, 'github https://api.github.com acme/config'],
  ['https://gitlab.com/a/b/c.git', {}, 'gitlab https://gitlab.com/api/v4 a/b/c'],
  ['ssh://git@codeberg.org/acme/config.git', {}, 'gitea https://codeberg.org/api/v1 acme/config'],
  [
    'https://github.example.com/acme/config.git',
    { provider: 'github' },
    'github https://github.example.com/api/v3 acme/config',
  ],
  ['git@gitlab.example.com:a/b/c.git', { provider: 'gitlab' }, 'gitlab https://gitlab.example.com/api/v4 a/b/c'],
  [
    'https://example.com:3000/git/acme/config.git',
    { provider: 'gitea' },
    'gitea https://example.com:3000/api/v1 acme/config',
  ],
  [
    'https://example.com/acme/config.git',
    { provider: 'gitea', api: 'https://example.com/git/api/v1/' },
    'gitea https://example.com/git/api/v1 acme/config',
  ],
];
for (const [url, commitStatus, wanted] of targets) {
  test(`statuses of ${url}${commitStatus === undefined ? '' : ` with ${JSON.stringify(commitStatus)}`} go to ${wanted}`, () => {
    const target = statusTarget(config(url, commitStatus));
    assert.ok(target.kind === 'target');
    assert.equal(`${target.provider} ${target.api} ${target.repository}`, wanted);
  });
}

const refusals: [string, string, object, string][] = [
  [
    'a host that is not known needs the provider',
    'https://git.example.com/acme/config.git',
    { page: 'https://couplet.example.com' },
    'Cannot send commit statuses: sync.commitStatus.provider must be github, gitlab or gitea (known are github.com, ssh.github.com, gitlab.com, altssh.gitlab.com, codeberg.org), found https://git.example.com/acme/config.git',
  ],
  [
    'a path of one name is no repository of these providers',
    'https://git.example.com/config.git',
    { provider: 'github' },
    'Cannot send commit statuses: repository.url must end with owner/name, found https://git.example.com/config.git',
  ],
  [
    'a token does not travel readable',
    'https://git.example.com/acme/config.git',
    { provider: 'gitea', api: 'http://git.example.com/api/v1' },
    'Cannot send commit statuses: sync.commitStatus.api must be https://, or repository.insecureHttp true, found http://git.example.com/api/v1',
  ],
];
for (const [name, url, commitStatus, sentence] of refusals) {
  test(name, () => {
    assert.equal(refuseCommitStatus(config(url, commitStatus)), sentence);
  });
}

test('where insecureHttp allows it the API may be http', () => {
  const commitStatus = { provider: 'gitea', api: 'http://gitea.example.com/api/v1' };
  assert.equal(refuseCommitStatus(config('http://gitea.example.com/a/b.git', commitStatus, true)), undefined);
});

test('a host that is not known is no fault where nobody asked for statuses', () => {
  assert.equal(refuseCommitStatus(config('https://git.example.com/acme/config.git')), undefined);
  assert.equal(statusTarget(config('https://git.example.com/acme/config.git')).kind, 'none');
});
