import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAnswer } from './judgeAnswer.ts';
import type { Answer, Verdict } from './judgeAnswer.ts';
import type { Provider } from './statusTarget.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

function judge(provider: Provider, status: number, more: Partial<Answer> = {}): Verdict {
  const target = { kind: 'target', provider, api: 'https://api.example.com', repository: 'acme/config' } as const;
  return judgeAnswer(target, { status, headers: {}, text: '', ...more }, now);
}

const cannot = 'Cannot set a commit status of acme/config at https://api.example.com';

test('200 and 201 are sent', () => {
  assert.deepEqual([judge('github', 201), judge('gitlab', 200)], [{ kind: 'sent' }, { kind: 'sent' }]);
});

const permissions: [Provider, RegExp][] = [
  ['github', /"Commit statuses: write"/],
  ['gitlab', /scope api and the role Developer/],
  ['gitea', /write:repository/],
];
for (const [provider, permission] of permissions) {
  for (const status of [401, 403, 404]) {
    test(`${status} of ${provider} names the permission that is missing`, () => {
      const verdict = judge(provider, status);
      assert.ok(verdict.kind === 'refused');
      assert.ok(verdict.why.startsWith(`${cannot}: `), verdict.why);
      assert.match(verdict.why, permission);
      assert.match(verdict.why, new RegExp(`\\(${status}\\)$`));
    });
  }
}

test('what the provider says is quoted, as one bounded line', () => {
  const text = JSON.stringify({ message: `No commit found\nfor SHA${'!'.repeat(300)}` });
  const verdict = judge('github', 422, { text });
  assert.ok(verdict.kind === 'refused');
  assert.match(verdict.why, /it must know the commit.*\(422\); it says: No commit found for SHA!+…$/);
  assert.ok(verdict.why.length < 450);
});

test('a page of HTML and a token are not quoted', () => {
  const page = judge('gitea', 403, { text: '<html>Forbidden</html>' });
  const leak = judge('gitea', 403, { text: '{"message": "bad token ghp_0123456789abcdefghij"}' });
  assert.ok(page.kind === 'refused' && leak.kind === 'refused');
  assert.equal(/html|ghp_/.exec(page.why + leak.why), null);
});

test('a redirect is not followed', () => {
  const verdict = judge('gitea', 301);
  assert.deepEqual(verdict, {
    kind: 'refused',
    why: `${cannot}: it must answer 2xx; check sync.commitStatus.api (301)`,
  });
});

test('500 is tried again', () => {
  assert.deepEqual(judge('github', 500), { kind: 'retry', why: `${cannot}: it must answer 2xx, found 500` });
});

const waits: [string, number, Record<string, string>, number | undefined][] = [
  ['429 with seconds', 429, { 'retry-after': '7' }, 7_000],
  ['429 with a date', 429, { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
  ['429 with a year', 429, { 'retry-after': '31536000' }, 3_600_000],
  ['429 with nonsense', 429, { 'retry-after': 'soon' }, undefined],
  ['503 with seconds', 503, { 'retry-after': '3' }, 3_000],
  ['403 of a secondary rate limit', 403, { 'retry-after': '60' }, 60_000],
  [
    '403 of a spent rate limit',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 90) },
    90_000,
  ],
];
for (const [name, status, headers, after] of waits) {
  test(`${name} is tried again when the provider asks for it`, () => {
    const verdict = judge('github', status, { headers });
    assert.ok(verdict.kind === 'retry');
    assert.equal(verdict.after, after);
  });
}

test('a state that GitLab has already is sent', () => {
  const text = '{"message": "Cannot transition status via :enqueue from :pending (Reason(s): …)"}';
  assert.deepEqual(judge('gitlab', 400, { text }), { kind: 'sent' });
  assert.equal(judge('gitlab', 400, { text: '{"message": "state does not have a valid value"}' }).kind, 'refused');
});
