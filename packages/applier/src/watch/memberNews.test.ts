import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemberSet } from '../apply/memberSet.ts';
import { setParent } from '../apply/setParent.ts';
import { DriftLedger } from './driftLedger.ts';
import { configMaps, live, metadata, taken } from './fixtures/members.ts';
import { MemberNews } from './memberNews.ts';

const id = 'ConfigMap/shop/a';

function following(): { members: MemberSet; drift: DriftLedger; news: MemberNews; told: string[] } {
  const members = new MemberSet(setParent('shop', 'couplet'), '0');
  members.members.set(id, live(7));
  const drift = new DriftLedger();
  const told: string[] = [];
  const news = new MemberNews({
    members,
    drift,
    onDrift: () => told.push('drift'),
    onDeleting: () => told.push('deleting'),
  });
  return { members, drift, news, told };
}

test('a change of the status brings the record to the new version, and is nothing to act on', () => {
  const { members, drift, news, told } = following();
  news.seen(configMaps, metadata(8));
  assert.deepEqual([members.members.get(id)?.version, drift.size, told], ['8', 0, []]);
});

test('a lost field goes into the ledger with what tells who took it', () => {
  const { members, drift, news, told } = following();
  news.seen(configMaps, taken(8));
  const [item] = drift.items();
  assert.deepEqual(item, { id, digest: 'digest-1', version: '8', deleted: false, evidence: taken(8).managedFields });
  assert.deepEqual([members.members.get(id)?.drifted, told], [true, ['drift']]);
});

test('a member that vanished leaves the set, with the digest of what was applied', () => {
  const { members, drift, news, told } = following();
  news.gone(configMaps, metadata(8));
  assert.deepEqual([members.members.size, drift.items()[0]?.deleted, drift.items()[0]?.digest], [0, true, 'digest-1']);
  assert.deepEqual(told, ['drift']);
});

test('an object that was pruned is not missed when its end is seen', () => {
  const { members, drift, news } = following();
  members.members.delete(id);
  news.gone(configMaps, metadata(8));
  assert.equal(drift.size, 0);
});

test('the beginning and the end of a delete are told', () => {
  const { news, told } = following();
  news.seen(configMaps, metadata(8, { deletionTimestamp: '2026-11-21T13:42:05Z' }));
  assert.deepEqual(told, ['deleting']);
  news.gone(configMaps, metadata(9));
  assert.deepEqual(told, ['deleting', 'drift', 'deleting']);
});

test('the time of a delete of our own is told when its event comes after the answer, which has none', () => {
  const { members, news, told } = following();
  members.members.set(id, live(7, { deleting: true }));
  news.seen(configMaps, metadata(8, { deletionTimestamp: '2026-11-21T13:42:05Z' }));
  assert.deepEqual([told, members.members.get(id)?.deletedAt], [['deleting'], '2026-11-21T13:42:05Z']);
});

test('while a pass runs news wait, and its own write is none afterwards', () => {
  const { members, drift, news, told } = following();
  news.hold();
  news.seen(configMaps, taken(8, 'couplet-before'));
  assert.equal(drift.size, 0);
  members.members.set(id, live(8));
  news.release();
  assert.deepEqual([drift.size, told], [0, []]);
});

test('what somebody did after the write of a pass is news when the pass has ended', () => {
  const { members, drift, news } = following();
  news.hold();
  news.seen(configMaps, metadata(8));
  news.seen(configMaps, taken(9));
  members.members.set(id, live(8));
  news.release();
  assert.equal(drift.size, 1);
});

test('a change that is taken back asks for a look, because a warning may be over', () => {
  const { drift, news, told } = following();
  news.seen(configMaps, taken(8));
  drift.drop(id);
  news.seen(configMaps, metadata(9));
  assert.deepEqual([drift.size, told], [0, ['drift', 'drift']]);
});

test('a list tells the end of what it does not name, in its place only', () => {
  const { members, news } = following();
  const other = live(7, { id: 'ConfigMap/other/a', namespace: 'other' });
  members.members.set(other.id, other);
  news.listed({ kind: configMaps, namespace: 'shop' }, new Set(), '50');
  assert.deepEqual([...members.members.keys()], [other.id]);
});

test('a member that was applied after a list is not missed in it', () => {
  const { members, news } = following();
  members.members.set(id, live(51));
  news.listed({ kind: configMaps }, new Set(), '50');
  assert.equal(members.members.size, 1);
});

test('of more than a thousand objects at once the evidence is not kept', () => {
  const { members, drift, news } = following();
  news.hold();
  for (let index = 0; index < 1200; index += 1) {
    const name = `a${index}`;
    members.members.set(`ConfigMap/shop/${name}`, live(7, { id: `ConfigMap/shop/${name}`, name }));
    news.seen(configMaps, { ...taken(8), name });
  }
  news.release();
  const kept = drift.items().filter(({ evidence }) => evidence.length > 0);
  assert.deepEqual([drift.size, kept.length], [1200, 1000]);
});
