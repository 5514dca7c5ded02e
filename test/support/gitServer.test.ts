import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { git } from './git.ts';
import { startGitServer } from './gitServer.ts';
import type { Push } from './gitServer.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';
import { cloneWorkingCopy } from './workingCopy.ts';

test('a pushed commit comes back by clone, byte for byte', async () => {
  await using temporary = await temporaryDirectory();
  await using server = await startGitServer({ directory: temporary.path });
  await server.createRepository('config');
  const url = server.repositoryUrl('config');
  await using copy = await cloneWorkingCopy({ url });
  await copy.write({ 'a/b.yaml': 'x: 1\n' });
  const commit = await copy.commit('first');
  await copy.push();
  await using other = await cloneWorkingCopy({ url });
  assert.equal(await other.git('rev-parse', 'HEAD'), commit);
  assert.equal((await other.gitBytes('cat-file', 'blob', 'HEAD:a/b.yaml')).toString(), 'x: 1\n');
});

test('each ref that a push moves is told, with the commit before and after', async () => {
  await using temporary = await temporaryDirectory();
  await using server = await startGitServer({ directory: temporary.path });
  await server.createRepository('config');
  const pushes: Push[] = [];
  server.onPush((push) => pushes.push(push));
  await using copy = await cloneWorkingCopy({ url: server.repositoryUrl('config') });
  const first = await copy.commit('first');
  await copy.push({ refspecs: ['HEAD:refs/heads/main', 'HEAD:refs/tags/v1'] });
  await copy.push({ refspecs: [':refs/tags/v1'] });
  const none = '0'.repeat(40);
  assert.deepEqual(
    pushes.map(({ repository, ref, before, after }) => [repository, ref, before, after]),
    [
      ['config', 'refs/heads/main', none, first],
      ['config', 'refs/tags/v1', none, first],
      ['config', 'refs/tags/v1', first, none],
    ],
  );
});

test('a ref that was packed is told with its commit, and after its next push with the newer one', async () => {
  await using temporary = await temporaryDirectory();
  await using server = await startGitServer({ directory: temporary.path });
  await server.createRepository('config');
  await using copy = await cloneWorkingCopy({ url: server.repositoryUrl('config') });
  const commits = [await copy.commit('first')];
  await copy.push({ refspecs: ['HEAD:refs/heads/main', 'HEAD:refs/heads/other'] });
  await git(['pack-refs', '--all'], { cwd: server.repositoryDirectory('config') });
  const pushes: Push[] = [];
  server.onPush((push) => pushes.push(push));
  for (const message of ['second', 'third']) {
    commits.push(await copy.commit(message));
    await copy.push({ refspecs: ['HEAD:refs/heads/main'] });
  }
  await copy.push({ refspecs: [':refs/heads/other'] });
  const [first, second, third] = commits;
  assert.deepEqual(
    pushes.map(({ ref, before, after }) => [ref, before, after]),
    [
      ['refs/heads/main', first, second],
      ['refs/heads/main', second, third],
      ['refs/heads/other', first, '0'.repeat(40)],
    ],
  );
});

test('a push of megabytes, which git sends chunked and compressed, arrives', async () => {
  await using temporary = await temporaryDirectory();
  await using server = await startGitServer({ directory: temporary.path });
  await server.createRepository('config');
  await using copy = await cloneWorkingCopy({ url: server.repositoryUrl('config') });
  const bytes = Buffer.alloc(3 * 1024 * 1024, (await import('node:crypto')).randomBytes(65_521));
  await copy.write({ large: bytes });
  await copy.commit('large');
  await copy.push();
  assert.deepEqual(await git(['cat-file', 'blob', 'main:large'], { cwd: server.repositoryDirectory('config') }), bytes);
});

test('a request body with content-encoding gzip is understood', async () => {
  await using temporary = await temporaryDirectory();
  await using server = await startGitServer({ directory: temporary.path });
  await server.createRepository('config');
  const response = await fetch(`${server.repositoryUrl('config')}/git-upload-pack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-git-upload-pack-request',
      'content-encoding': 'gzip',
      'git-protocol': 'version=2',
    },
    body: gzipSync('0014command=ls-refs\n00010000'),
  });
  assert.equal(await response.text(), '0000');
});

test('a server with a password refuses everybody else', async () => {
  await using temporary = await temporaryDirectory();
  await using server = await startGitServer({ directory: temporary.path, username: 'bot', password: 'right' });
  await server.createRepository('config');
  const url = server.repositoryUrl('config');
  await assert.rejects(cloneWorkingCopy({ url, username: 'bot', password: 'wrong' }), /Authentication failed/);
  await using copy = await cloneWorkingCopy({ url, username: 'bot', password: 'right' });
  assert.equal(await copy.git('rev-parse', '--is-inside-work-tree'), 'true');
});
