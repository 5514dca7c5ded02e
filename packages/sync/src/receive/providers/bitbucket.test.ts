import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitbucket } from './bitbucket.ts';

const secret = "It's a Secret to Everybody";
// The test vector of Atlassian's page on securing webhooks.
const documented = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';

const branch = (name: string): object => ({ type: 'branch', name });
const at = (name: string, hash: unknown): object => ({ ...branch(name), target: { type: 'commit', hash } });
const tag = (name: string): object => ({ type: 'tag', name });

function hintOf(...changes: unknown[]): unknown {
  return bitbucket.hint({ 'x-event-key': 'repo:push' }, Buffer.from(JSON.stringify({ push: { changes } })));
}

test("Atlassian's documented example is verified", async () => {
  const headers = { 'x-hub-signature': documented, 'x-event-key': 'repo:push' };
  const secrets = { secrets: [secret], tokens: [], empty: [] };
  assert.equal(await bitbucket.authenticate(headers, Buffer.from('Hello World!'), secrets, 0), true);
});

test('a SHA-1 value in the header that GitHub and Gitea share with it is no claim', () => {
  assert.equal(bitbucket.claims({ 'x-hub-signature': `sha1=${'0'.repeat(40)}` }), false);
});

test('a push of several branches and tags names each of them once', () => {
  assert.deepEqual(
    hintOf(
      { old: branch('main'), new: branch('main') },
      { old: null, new: tag('v1') },
      { old: branch('a'), new: null },
    ),
    { kind: 'moved', refs: ['refs/heads/main', 'refs/tags/v1', 'refs/heads/a'], forced: false },
  );
});

test('a branch and a tag of one name stay apart', () => {
  assert.deepEqual(hintOf({ old: branch('live'), new: tag('live') }), {
    kind: 'moved',
    refs: ['refs/tags/live', 'refs/heads/live'],
    forced: false,
  });
});

test('a rewritten branch is a forced push', () => {
  assert.deepEqual(hintOf({ old: branch('main'), new: branch('main'), forced: true }), {
    kind: 'moved',
    refs: ['refs/heads/main'],
    forced: true,
  });
});

test('what is neither branch nor tag is left out', () => {
  assert.deepEqual(hintOf({ old: null, new: { type: 'bookmark', name: 'main' } }), {
    kind: 'moved',
    refs: [],
    forced: false,
  });
});

test('the commit of each branch that was pushed is named, not that of one that was deleted', () => {
  const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
  const hint = hintOf(
    { old: at('main', one), new: at('main', two) },
    { old: at('gone', one), new: null },
    { old: null, new: at('odd', 'no id') },
  );
  assert.deepEqual(Reflect.get(Object(hint), 'pushed'), new Map([['refs/heads/main', two]]));
});
