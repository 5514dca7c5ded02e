import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenFile } from './tokenFile.ts';

const secrets = { tokens: ['one', 'two'], tokenFiles: ['token', 'token-ci'] };

test('the file of the token that was given is named', () => {
  assert.equal(tokenFile('Bearer two', secrets), 'token-ci');
});

test('a token of no file, and no token, name nothing', () => {
  assert.deepEqual([tokenFile('Bearer three', secrets), tokenFile(undefined, secrets)], [undefined, undefined]);
});
