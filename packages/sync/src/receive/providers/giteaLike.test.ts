import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimants } from '../authenticate.ts';
import { senders } from '../fixtures/senders.ts';

const claimed: Record<string, string[]> = {
  GitHub: ['github'],
  Gitea: ['gitea', 'github'],
  Forgejo: ['forgejo', 'gitea', 'github'],
  Bitbucket: ['bitbucket'],
};
for (const [name, expected] of Object.entries(claimed)) {
  test(`a request of ${name} claims ${expected.join(', ')}, and the first says how it is read`, () => {
    const sender = senders.find((one) => one.name === name);
    const names = claimants(sender?.headers('{}', 'push') ?? {}).map((provider) => provider.name);
    assert.deepEqual(names, expected);
  });
}
