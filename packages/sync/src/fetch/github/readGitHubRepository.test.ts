import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGitHubRepository } from './readGitHubRepository.ts';

for (const [url, api] of [
  ['https://github.com/acme/config.git', 'https://api.github.com'],
  ['https://www.github.com/acme/config', 'https://api.github.com'],
  ['https://acme.ghe.com/acme/config.git', 'https://api.acme.ghe.com'],
  ['https://git.example.com:8443/acme/config.git/', 'https://git.example.com:8443/api/v3'],
] as const) {
  test(`the API of ${url} is ${api}`, () => {
    assert.deepEqual(readGitHubRepository(url), { api, owner: 'acme', name: 'config' });
  });
}
