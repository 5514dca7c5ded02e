import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId, treeId } from '@couplet/volume';
import { someTree, unsignedCommit } from './fixtures/rawCommit.ts';
import { sshSigned } from './fixtures/sshSign.ts';
import { verifyWorld } from './fixtures/verifyWorld.ts';
import type { VerifyWorld } from './fixtures/verifyWorld.ts';
import { HeadChecks } from './headChecks.ts';
import type { CheckHead } from './headChecks.ts';
import type { Verdict } from './verdict.ts';

const commit = commitId('c'.repeat(40));
const head = { commit, tree: treeId(someTree), author: '', committedAt: '', subject: '' };

type Checked = { readonly pass: () => CheckHead; readonly verdicts: Verdict[] };

function checks({ keys }: Pick<VerifyWorld, 'keys'>, bytes: Buffer): Checked {
  const verdicts: Verdict[] = [];
  const all = new HeadChecks();
  const deps = {
    settings: { keys },
    readCommit: async () => bytes,
    now: Date.now,
    onChecked: (_: string, verdict: Verdict) => void verdicts.push(verdict),
  };
  return { pass: () => all.forPass(deps), verdicts };
}

async function signedWorld(): Promise<VerifyWorld & { readonly signed: Buffer; readonly trusted: string }> {
  const world = await verifyWorld();
  const key = await world.newKey();
  const signed = await sshSigned(unsignedCommit(), key);
  return { ...world, signed, trusted: key.publicKey };
}

test('without a setting there is no answer, and nothing is read', async () => {
  const check = new HeadChecks().forPass({
    settings: undefined,
    readCommit: () => Promise.reject(new Error('read')),
    now: Date.now,
    onChecked: () => assert.fail('checked'),
  });
  assert.equal(await check(head), undefined);
});

test('a verified commit is checked once, in this pass and the next', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const { pass, verdicts } = checks(world, world.signed);
  const first = pass();
  const answers = [await first(head), await first(head), await pass()(head)];
  assert.deepEqual(
    answers.map((answer) => answer?.kind),
    ['verified', 'verified', 'verified'],
  );
  assert.equal(verdicts.length, 1);
});

test('environments that ask at once get the answer of one check', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const { pass, verdicts } = checks(world, world.signed);
  const check = pass();
  await Promise.all([check(head), check(head)]);
  assert.equal(verdicts.length, 1);
});

test('a refused commit is accepted in the pass after its key was added', async () => {
  await using world = await signedWorld();
  await world.trust('b.pub', (await world.newKey()).publicKey);
  const { pass } = checks(world, world.signed);
  const before = await pass()(head);
  await world.trust('a.pub', world.trusted);
  assert.deepEqual([before?.kind, (await pass()(head))?.kind], ['refused', 'verified']);
});

test('a verified commit is refused in the pass after its key was removed or revoked', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const { pass } = checks(world, world.signed);
  const before = await pass()(head);
  await world.trust('revoked', world.trusted);
  assert.deepEqual([before?.kind, (await pass()(head))?.kind], ['verified', 'refused']);
});

test('a refusal is asked anew in every pass and once in each', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const { pass, verdicts } = checks(world, unsignedCommit());
  for (const check of [pass(), pass()]) await Promise.all([check(head), check(head)]);
  assert.deepEqual(
    verdicts.map(({ kind }) => kind),
    ['refused', 'refused'],
  );
});

test('a directory that cannot be read refuses every commit, also one that was verified', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const checked = { keys: world.keys };
  const all = new HeadChecks();
  const deps = { readCommit: async () => world.signed, now: Date.now, onChecked: () => {} };
  const before = await all.forPass({ ...deps, settings: checked })(head);
  const after = await all.forPass({ ...deps, settings: { keys: `${world.keys}/gone` } })(head);
  assert.deepEqual([before?.kind, after?.kind], ['verified', 'refused']);
});

test('a commit whose signed tree is not the one to publish is refused', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const { pass } = checks(world, world.signed);
  const verdict = await pass()({ ...head, tree: treeId('1'.repeat(40)) });
  assert.match(verdict?.kind === 'refused' ? verdict.why : '', /the signed tree must be 1{40}, found 4b825/);
});

test('a commit that cannot be read rejects: that is no word about its signature', async () => {
  await using world = await signedWorld();
  await world.trust('a.pub', world.trusted);
  const check = new HeadChecks().forPass({
    settings: { keys: world.keys },
    readCommit: () => Promise.reject(new Error('damaged pack')),
    now: Date.now,
    onChecked: () => {},
  });
  await assert.rejects(check(head), /damaged pack/);
});
