import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchPatterns } from './matchPatterns.ts';

for (const [list, expected] of Object.entries({
  git: true,
  'file,git': true,
  'file, git': true,
  'g*': true,
  'g?t': true,
  '*': true,
  file: false,
  'gi?t': false,
  GIT: false,
  'g.t': false,
  '': false,
  '!git,*': false,
  '*,!git': false,
  '!file': false,
  '!file,*': true,
})) {
  test(`"git" ${expected ? 'matches' : 'does not match'} "${list}"`, () => {
    assert.equal(matchPatterns('git', list), expected);
  });
}
