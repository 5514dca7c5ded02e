import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemberSet } from '../apply/memberSet.ts';
import { readMember, type Metadata } from '../apply/readMember.ts';
import { setParent } from '../apply/setParent.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { DriftLedger } from './driftLedger.ts';
import { body, configMaps, entry, live, metadata, taken } from './fixtures/members.ts';
import { judgeListed } from './judgeListed.ts';

const id = 'ConfigMap/shop/a';

async function judged(
  listed: Metadata,
  { known, digest = entry.digest, fail = false }: { known?: LiveObject; digest?: string; fail?: boolean } = {},
): Promise<{ member: LiveObject; drift: DriftLedger }> {
  const members = new MemberSet(setParent('shop', 'couplet'), '0');
  if (known !== undefined) members.members.set(id, known);
  const drift = new DriftLedger();
  const judge = judgeListed({
    members,
    drift,
    expected: (wanted) => (wanted === id ? { ...entry, digest } : undefined),
    readBody: async () => (fail ? Promise.reject(new Error('damaged')) : body),
  });
  return { member: await judge(readMember(configMaps, listed), listed), drift };
}

test('a member that is seen for the first time and is as its manifest has not drifted', async () => {
  const { member, drift } = await judged(metadata(7));
  assert.deepEqual([member.drifted, drift.size], [undefined, 0]);
});

test('a member that is seen for the first time and lost a field of its manifest has drifted', async () => {
  const { member, drift } = await judged(taken(7));
  assert.deepEqual([member.drifted, drift.items()[0]?.evidence.length], [true, 2]);
});

test('a member that another manifest has to change anyway is left to the plan', async () => {
  const { member, drift } = await judged(taken(7), { digest: 'digest-2' });
  assert.deepEqual([member.drifted, drift.size], [undefined, 0]);
});

test('a manifest that cannot be read is named by who applies it, not here', async () => {
  assert.equal((await judged(taken(7), { fail: true })).drift.size, 0);
});

test('a known member is compared with its record', async () => {
  const { member, drift } = await judged(taken(8), { known: live(7) });
  assert.deepEqual([member.drifted, member.fields, drift.size], [true, live(7).fields, 1]);
});

test('a known member that a list shows as it was keeps its record', async () => {
  const known = live(8, { drifted: true });
  assert.equal((await judged(metadata(8), { known })).member, known);
});

test('drift that was told before is not told again by a list', async () => {
  const first = await judged(taken(8), { known: live(7) });
  assert.equal((await judged(taken(9), { known: first.member })).drift.size, 0);
});
