import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returnPath } from './returnPath.ts';

for (const path of [
  '/',
  '/environments/shop',
  '/environments/shop/runs',
  '/environments/shop/runs/20261121T134205.030Z-1a2b3c4',
  '/environments/shop/objects?q=web&health=failed&page=2',
]) {
  test(`${path} is a page to go back to`, () => assert.equal(returnPath(path), path));
}

for (const path of [
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/..//evil.example',
  '/environments/../..//evil.example',
  '/environments/shop\r\nset-cookie: a=b',
  '/sign-in',
  '/environments/shop/run',
  `/${'?'.padEnd(2000, 'a')}`,
  '',
  null,
  undefined,
]) {
  test(`${String(path).slice(0, 40)} leads to the first page`, () => assert.equal(returnPath(path), '/'));
}
