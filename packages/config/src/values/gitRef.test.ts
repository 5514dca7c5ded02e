import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gitRefFault } from './gitRef.ts';

const accepted = ['main', 'v1.2.3', 'feature/x-1', 'refs/heads/main', 'a@b', 'ärger', '0123456', '#1', 'a'.repeat(200)];

for (const ref of [...accepted, '0123456789abcdef0123456789abcdef01234567']) {
  test(`${ref} can be followed`, () => assert.equal(gitRefFault(ref), undefined));
}

const misplaced = [
  '',
  '-x',
  '--all',
  '.',
  '..',
  'a..b',
  '../x',
  '.hidden',
  'a/.b',
  'a.lock',
  'a.lock/b',
  'a.',
  '/a',
  'a/',
];
const forbidden = ['a//b', '@', 'a@{1}', 'a b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[b', 'a\\b'];
const unprintable = ['a\nb', 'a\0b', 'a\u007fb', 'a\u0085b', 'a\u2028b', '\ud800'];

for (const ref of [...misplaced, ...forbidden, ...unprintable]) {
  test(`${JSON.stringify(ref)} is refused`, () => assert.equal(typeof gitRefFault(ref), 'string'));
}

test('a commit id in capitals is refused, because git writes small letters', () => {
  assert.equal(gitRefFault('0123456789ABCDEF0123456789ABCDEF01234567'), 'a commit id in lower case');
});

test('a SHA-256 commit id is refused with the reason', () => {
  assert.match(gitRefFault('a'.repeat(64)) ?? '', /SHA-256 repositories are not supported/);
});
