import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appKeys } from '../../fixtures/gitHubApi.ts';
import { readAppKey, signAppJwt } from './signAppJwt.ts';

test('a token begins a minute ago and ends within ten, as GitHub wants it', () => {
  const jwt = signAppJwt('4711', readAppKey(appKeys.privateKey, '/c/key'), Date.parse('2026-01-01T00:00:00.900Z'));
  const [head, claims] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
  const now = Date.parse('2026-01-01T00:00:00Z') / 1000;
  assert.deepEqual(JSON.parse(head ?? ''), { alg: 'RS256', typ: 'JWT' });
  assert.deepEqual(JSON.parse(claims ?? ''), { iat: now - 60, exp: now + 540, iss: '4711' });
});
