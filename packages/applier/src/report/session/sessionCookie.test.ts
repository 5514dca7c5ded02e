import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSessionCookie, writeSessionCookie } from './sessionCookie.ts';

test('scripts, other sites and other paths have nothing of the cookie', () => {
  assert.equal(
    writeSessionCookie('abc', false),
    'couplet-session=abc; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict',
  );
});

test('over https it stays on https', () => assert.match(writeSessionCookie('abc', true), /; Secure$/));

test('signing out makes the browser forget it', () => {
  assert.match(writeSessionCookie(undefined, false), /^couplet-session=; Path=\/; Max-Age=0; /);
});

const headers: [string | undefined, string | undefined][] = [
  ['couplet-session=abc', 'abc'],
  ['a=1; couplet-session=abc; b=2', 'abc'],
  ['couplet-session=abc; couplet-session=def', 'abc'],
  ['xcouplet-session=abc', undefined],
  ['couplet-session=', undefined],
  ['couplet-session', undefined],
  ['', undefined],
  [undefined, undefined],
  [';;; =; ==', undefined],
];

for (const [header, expected] of headers) {
  test(`the header ${String(header)} has ${expected ?? 'no session'}`, () => {
    assert.equal(readSessionCookie(header), expected);
  });
}
