import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMember } from './readMember.ts';
import { compareGone, compareMember, isNewer } from './compareMember.ts';
import { configMaps, live, metadata, taken } from '../watch/fixtures/members.ts';

const drifted = (version: number, manager?: string) => readMember(configMaps, taken(version, manager));

test('an event that is not newer than the record is our own write coming back', () => {
  assert.equal(compareMember(live(7), drifted(7)).kind, 'old');
  assert.equal(compareMember(live(7), drifted(6)).kind, 'old');
});

test('a member that is newer and the same has not drifted', () => {
  const news = compareMember(live(7), live(8));
  assert.deepEqual(news, { kind: 'seen', live: live(8), drifted: false });
});

test('a member that lost a field has drifted, and the record keeps what was applied', () => {
  const news = compareMember(live(7), drifted(8));
  assert.ok(news.kind === 'seen');
  assert.deepEqual(
    [news.drifted, news.live.drifted, news.live.fields, news.live.version],
    [true, true, live(7).fields, '8'],
  );
});

test('a member whose digest somebody altered has drifted', () => {
  const news = compareMember(live(7), live(8, { digest: 'altered' }));
  assert.ok(news.kind === 'seen' && news.drifted);
  assert.equal(news.live.digest, 'digest-1');
});

test('the same drift is news once, and another is news again', () => {
  const first = compareMember(live(7), drifted(8));
  assert.ok(first.kind === 'seen');
  const again = compareMember(first.live, drifted(9));
  assert.ok(again.kind === 'seen');
  assert.deepEqual([again.drifted, again.live.drifted], [false, true]);
  assert.equal(compareMember(again.live, live(10, { owned: false })).kind === 'seen', true);
});

test('a change that was taken back is no drift any more', () => {
  const first = compareMember(live(7), drifted(8));
  assert.ok(first.kind === 'seen');
  const back = compareMember(first.live, live(9));
  assert.ok(back.kind === 'seen');
  assert.deepEqual([back.drifted, back.live.drifted], [false, undefined]);
});

test('an object of the same name that somebody created anew is drift', () => {
  const anew = readMember(configMaps, metadata(8, { uid: 'uid-2' }));
  const news = compareMember(live(7), anew);
  assert.deepEqual(news, { kind: 'seen', live: anew, drifted: true });
});

test('a member that nobody knew is seen', () => {
  assert.deepEqual(compareMember(undefined, live(1)), { kind: 'seen', live: live(1), drifted: false });
});

test('the end of a member counts when it is newer and of the same object', () => {
  assert.equal(compareGone(live(7), live(8)).kind, 'gone');
  assert.equal(compareGone(live(7), live(6)).kind, 'old');
  assert.equal(compareGone(live(7), live(8, { uid: 'uid-2' })).kind, 'old');
  assert.equal(compareGone(undefined, live(8)).kind, 'old');
});

test('resourceVersions are numbers of any length, and others only differ', () => {
  assert.deepEqual(
    [
      isNewer('10', '9'),
      isNewer('9', '10'),
      isNewer('90071992547409931', '90071992547409930'),
      isNewer('a', 'b'),
      isNewer('a', 'a'),
    ],
    [true, false, true, true, false],
  );
});
