import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeKey } from './fetch/ssh/fixtures/keygen.ts';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';

type SignedWorld = PassWorld & {
  readonly keys: string;
  /** Commits, signed by the trusted key, and pushes HEAD to the branch. */
  pushSigned(branch: string, content: string): Promise<string>;
  pushUnsigned(branch: string, content: string): Promise<string>;
};

async function signedWorld(environments: readonly object[]): Promise<SignedWorld> {
  const world = await passWorld(environments);
  const keys = join(world.git.directory, 'verify');
  await mkdir(keys);
  const key = await makeKey(world.git.directory, 'ed25519');
  await writeFile(join(keys, 'a.pub'), key.publicKey);
  world.configure(environments, { verify: { keys, mode: 'head' } });
  const { copy } = world.git;
  async function push(branch: string, content: string, ...signing: string[]): Promise<string> {
    await copy.write({ 'a/file': content, 'b/file': content });
    await copy.git('add', '--all');
    await copy.git(
      '-c',
      'gpg.format=ssh',
      '-c',
      `user.signingKey=${key.file}.pub`,
      'commit',
      '-q',
      '-m',
      'x',
      ...signing,
    );
    await copy.push({ refspecs: [`HEAD:refs/heads/${branch}`] });
    return copy.git('rev-parse', 'HEAD');
  }
  return Object.assign(world, {
    keys,
    pushSigned: (branch: string, content: string) => push(branch, content, '-S'),
    pushUnsigned: (branch: string, content: string) => push(branch, content),
  });
}

const checks = (world: PassWorld): string[] =>
  world.events.flatMap((event) => (event.kind === 'checked' ? [event.verdict.kind] : []));

const both = [
  { name: 'a', ref: 'main', path: 'a' },
  { name: 'b', ref: 'main', path: 'b' },
];

test('a head that two environments follow is checked once, and not again in the next pass', async () => {
  await using world = await signedWorld(both);
  await world.pushSigned('main', '1');
  await world.poll();
  await world.poll();
  assert.deepEqual(checks(world), ['verified']);
  const { a, b } = world.outcomes();
  assert.match(a?.state === 'unchanged' ? (a.verified?.by ?? '') : '', /^ssh-ed25519 SHA256:/);
  assert.deepEqual(a, b);
});

test('a refused head of one environment does not keep another from its own', async () => {
  await using world = await signedWorld([
    { name: 'a', ref: 'main', path: 'a' },
    { name: 'b', ref: 'next', path: 'b' },
  ]);
  const signed = await world.pushSigned('main', '1');
  await world.pushUnsigned('next', '2');
  await world.poll();
  const { a, b } = world.outcomes();
  assert.deepEqual([a?.state, b?.state], ['published', 'stalled']);
  assert.equal((await world.publication('a'))?.commit, signed);
  assert.equal(await world.publication('b'), undefined);
});

test('a new process does not publish what the keys that are there refuse, and leaves what is published', async () => {
  await using world = await signedWorld(both);
  const signed = await world.pushSigned('main', '1');
  await world.poll();
  await rm(join(world.keys, 'a.pub'));
  world.restart();
  await world.poll();
  const { a } = world.outcomes();
  assert.deepEqual(a?.state === 'stalled' && a.serving, signed);
  assert.equal((await world.publication('b'))?.commit, signed);
});

test('a moved path of a refused head is not published either', async () => {
  await using world = await signedWorld(both.slice(0, 1));
  await world.pushSigned('main', '1');
  await world.poll();
  const before = await world.publication('a');
  await world.pushUnsigned('main', '2');
  world.configure([{ name: 'a', ref: 'main', path: 'b' }], { verify: { keys: world.keys, mode: 'head' } });
  await world.poll();
  assert.deepEqual(await world.publication('a'), before);
});

test('taking the setting away publishes the unsigned head', async () => {
  await using world = await signedWorld(both.slice(0, 1));
  const unsigned = await world.pushUnsigned('main', '1');
  await world.poll();
  assert.equal(await world.publication('a'), undefined);
  world.configure(both.slice(0, 1));
  await world.poll();
  assert.equal((await world.publication('a'))?.commit, unsigned);
});
