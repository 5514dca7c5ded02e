import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { Program } from '../../../test/support/program.ts';
import { startConnectProxy } from './fixtures/connectProxy.ts';
import { SyncProcess } from './fixtures/syncProcess.ts';

const login = { username: 'bot', password: 'right' };

/** sync as a process with this environment. */
async function startWith(world: SyncProcess, env: Record<string, string>): Promise<Program> {
  const program = new Program({ name: 'sync', config: world.configFile, env });
  world.program = program;
  await eventually('sync answers', async () => {
    const response = await fetch(world.internal('/healthz')).catch(() => undefined);
    return response?.ok === true ? true : undefined;
  });
  return program;
}

test('a process reaches git through the proxy of its environment, and says through which', async () => {
  await using world = await SyncProcess.prepare(login);
  await using proxy = await startConnectProxy();
  const commit = await world.git.push({ a: '1' });
  const withLogin = proxy.url.replace('://', '://me:hunter2@');
  const program = await startWith(world, { http_proxy: withLogin, NO_PROXY: 'localhost' });
  await world.reaches(commit);
  const line = program.log.find(({ msg }) => msg === 'the git server is reached through a proxy');
  assert.deepEqual([line?.['proxy'], line?.['variable']], [proxy.url, 'http_proxy']);
  assert.ok(proxy.seen.length > 0);
  assert.doesNotMatch(program.everything(), /hunter2/);
});

test('a proxy that is none stops the start, and is not shown', async () => {
  await using world = await SyncProcess.prepare(login);
  const program = new Program({
    name: 'sync',
    config: world.configFile,
    env: { HTTP_PROXY: 'socks5://me:hunter2@p:1' },
  });
  assert.equal(await program.exited, 78);
  assert.match(
    program.everything(),
    /the environment variable HTTP_PROXY names: it must be an http:\/\/ or https:\/\//,
  );
  assert.doesNotMatch(program.everything(), /hunter2/);
});

test('a credential that was revoked and then rotated is taken up without a restart', async () => {
  await using world = await SyncProcess.prepare(login, { poll: '1s' });
  const first = await world.git.push({ a: '1' });
  const program = await startWith(world, {});
  await world.reaches(first);
  await writeFile(join(world.git.credentials, 'password'), 'hunter2');
  const second = await world.git.push({ a: '2' });
  const why = await eventually('the status tells of it', async () => {
    const { environments } = await world.json('/status');
    return environments[0].state === 'failed' ? String(environments[0].error.why) : undefined;
  });
  assert.match(why, /the credential was refused or is missing \(401\).*; sent was username and password in/);
  assert.equal((await world.publication())?.commit, first);
  await writeFile(join(world.git.credentials, 'password'), 'right\n');
  await world.reaches(second);
  assert.doesNotMatch(program.everything(), /hunter2|Basic /);
});

test('a process reads with what askpass answers', async () => {
  await using world = await SyncProcess.prepare(login);
  const commit = await world.git.push({ a: '1' });
  await rm(join(world.git.credentials, 'password'));
  await writeFile(join(world.git.credentials, 'askpass'), '#!/bin/sh\necho right', { mode: 0o700 });
  await startWith(world, {});
  await world.reaches(commit);
});
