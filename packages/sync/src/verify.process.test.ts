import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { makeKey } from './fetch/ssh/fixtures/keygen.ts';
import type { KeyPair } from './fetch/ssh/fixtures/keygen.ts';
import { SyncProcess } from './fixtures/syncProcess.ts';
import { gpgHome } from './verify/fixtures/gpgHome.ts';

type SigningWorld = AsyncDisposable & {
  readonly sync: SyncProcess;
  readonly keys: string;
  /** Commits as a person does whose git is set to sign, and pushes. */
  pushSigned(files: Readonly<Record<string, string>>, key: KeyPair): Promise<string>;
};

async function signingWorld(): Promise<SigningWorld> {
  const sync = await SyncProcess.prepare();
  const keys = join(sync.git.directory, 'verify');
  await mkdir(keys);
  await sync.configure([{ name: 'staging', ref: 'main' }], { poll: '1s', verify: { keys, mode: 'head' } });
  const { copy } = sync.git;
  return {
    sync,
    keys,
    async pushSigned(files, key) {
      await copy.write(files);
      await copy.git('add', '--all');
      await copy.git(
        '-c',
        'gpg.format=ssh',
        '-c',
        `user.signingKey=${key.file}.pub`,
        'commit',
        '-q',
        '-S',
        '-m',
        'signed',
      );
      await copy.push();
      return copy.git('rev-parse', 'HEAD');
    },
    [Symbol.asyncDispose]: () => sync[Symbol.asyncDispose](),
  };
}

async function statusOf(sync: SyncProcess, state: string): Promise<ReturnType<typeof JSON.parse>> {
  return eventually(`staging is ${state}`, async () => {
    const { environments } = await sync.json('/status');
    return environments[0]?.state === state ? environments[0] : undefined;
  });
}

test('a signed head is published, an unsigned one stalls and leaves it, and a signed one on top goes on', async () => {
  await using world = await signingWorld();
  const { sync, keys } = world;
  const key = await makeKey(sync.git.directory, 'ed25519');
  await writeFile(join(keys, 'allowed_signers'), `ada@example.org namespaces="git" ${key.publicKey}\n`);
  const first = await world.pushSigned({ a: '1' }, key);
  const program = await sync.start();
  await sync.reaches(first);
  const { verified } = await statusOf(sync, 'unchanged');
  assert.match(verified.by, /^ssh-ed25519 SHA256:\S+ \(ada@example\.org\)$/);

  const unsigned = await sync.git.push({ a: '2' });
  await sync.notify();
  const stalled = await statusOf(sync, 'stalled');
  assert.equal(stalled.commit, first);
  assert.match(stalled.error.why, new RegExp(`Cannot publish commit ${unsigned.slice(0, 12)}: .* found no signature`));
  assert.match(stalled.error.todo, /push a commit on top .* the last publication stays until then/);
  assert.equal((await sync.publication())?.commit, first);

  const third = await world.pushSigned({ a: '3' }, key);
  await sync.reaches(third);
  const told = (): unknown[] =>
    program.log.filter(({ msg }) => msg === 'signature verified').map(({ commit, by }) => [commit, by]);
  await eventually('both checks are in the log', () => (told().length < 2 ? undefined : true));
  assert.deepEqual(
    told(),
    [first, third].map((commit) => [commit, verified.by]),
  );
  assert.equal(await sync.metric('couplet_sync_verifications_total{result="verified"}'), 2);
  assert.ok((await sync.metric('couplet_sync_verifications_total{result="refused"}')) >= 1);
});

test('a stalled environment goes on when the key is added, and stays published when it is removed', async () => {
  await using world = await signingWorld();
  const { sync, keys } = world;
  const key = await makeKey(sync.git.directory, 'ed25519');
  const commit = await world.pushSigned({ a: '1' }, key);
  await sync.start();
  const { error } = await statusOf(sync, 'stalled');
  assert.match(error.why, /it must hold a public key in .* found none$/);
  assert.equal(await sync.publication(), undefined);

  await writeFile(join(keys, 'ada.pub'), key.publicKey);
  await sync.reaches(commit);
  await rm(join(keys, 'ada.pub'));
  const stalled = await statusOf(sync, 'stalled');
  assert.equal(stalled.commit, commit);
  assert.equal((await sync.publication())?.commit, commit);
});

test('a head that gpg signed is published, also through an annotated tag that nobody signed', async () => {
  await using world = await signingWorld();
  const { sync, keys } = world;
  await using home = await gpgHome(sync.git.directory);
  await writeFile(join(keys, 'ada.asc'), await home.gpg(['--export', '--armor']));
  await sync.configure([{ name: 'staging', ref: 'v1' }], { poll: '1s', verify: { keys, mode: 'head' } });
  const { copy } = sync.git;
  await copy.write({ a: '1' });
  await copy.git('add', '--all');
  await copy.git('config', 'user.signingKey', 'ada@example.org');
  // git has no setting for the home of gpg, and the copy's git gets no environment of ours.
  const program = join(sync.git.directory, 'gpg-with-home');
  await writeFile(program, `#!/bin/sh\nexec gpg --homedir ${home.directory} "$@"\n`, { mode: 0o755 });
  await copy.git('-c', `gpg.program=${program}`, 'commit', '-q', '-S', '-m', 'signed');
  await copy.git('tag', '-a', '-m', 'one', 'v1');
  await copy.push({ refspecs: ['HEAD', 'v1'] });
  await sync.start();
  await sync.reaches(await copy.git('rev-parse', 'HEAD'));
  assert.match(
    (await statusOf(sync, 'unchanged')).verified.by,
    /^OpenPGP [0-9A-F]{40} \(Ada Example <ada@example\.org>\)$/,
  );
});
