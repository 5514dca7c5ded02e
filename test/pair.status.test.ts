import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { statusProvider } from '../packages/sync/src/fixtures/statusProvider.ts';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

test('each commit gets its status on the git host: pending, then success or failure with the first error', async () => {
  await using provider = await statusProvider();
  await using running = await TestPair.start(
    { environments: [{ name: 'told', settle: 0 }], files: { 'told/a.yaml': configMap('a', 'one') } },
    { start: false },
  );
  const { pair } = running;
  await writeFile(join(pair.credentialsDirectory, 'status-token'), 'the-status-token');
  // Providers know a repository by its owner and name.
  const repositories = dirname(pair.gitServer.repositoryDirectory('config'));
  await mkdir(join(repositories, 'acme'));
  await symlink('../config.git', join(repositories, 'acme', 'config.git'));
  const repository = { url: pair.gitServer.repositoryUrl('acme/config'), poll: '1h' };
  const config = JSON.parse(await readFile(pair.configFile, 'utf8')) as { sync: object };
  const commitStatus = { provider: 'github', api: provider.url, page: pair.pageUrl };
  const text = JSON.stringify({ ...config, repository, sync: { ...config.sync, commitStatus } });
  await writeFile(pair.configFile, text);
  await pair.startBoth();

  const told = (commit: string): unknown[] =>
    provider.calls.filter(({ path }) => path?.endsWith(`/statuses/${commit}`)).map(({ body }) => body['state']);
  const reaches = (commit: string, states: string[]): Promise<true> =>
    eventually(
      `the commit is told to be ${states.join(', then ')}`,
      () => (told(commit).join(' ') === states.join(' ') ? true : undefined),
      { last: () => [provider.calls, pair.sync?.log.slice(-5)] },
    );
  await reaches(await pair.copy.git('rev-parse', 'HEAD'), ['pending', 'success']);
  const bad = await pair.push('Break it', { write: { 'told/a.yaml': 'apiVersion: v1\nkind: ConfigMap\n' } });
  await reaches(bad, ['pending', 'failure']);
  const { body } = provider.calls.at(-1) ?? {};
  assert.match(String(body?.['description']), /^Cannot .*metadata/);
  assert.equal(body?.['target_url'], `${pair.pageUrl}/environments/told`);
  assert.equal((await fetch(`${pair.pageUrl}/environments/told`)).status, 200);
});
