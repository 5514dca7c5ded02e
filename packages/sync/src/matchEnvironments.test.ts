import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someEnvironments } from './fixtures/receiver.ts';
import { matchEnvironments } from './matchEnvironments.ts';

const [staging] = someEnvironments();

/** Whether an environment with this ref in couplet.yaml follows what was pushed. */
function follows(ref: string, pushed: string): boolean {
  assert.ok(staging);
  return matchEnvironments([{ ...staging, ref }], pushed).length === 1;
}

const cases: readonly [ref: string, pushed: string, expected: boolean][] = [
  ['main', 'refs/heads/main', true],
  ['main', 'main', true],
  ['main', 'refs/heads/main2', false],
  ['main', 'refs/heads/team/main', false],
  ['v1', 'refs/tags/v1', true],
  ['refs/tags/v1', 'refs/tags/v1', true],
  ['refs/tags/v1', 'refs/heads/v1', false],
  ['größe/日本', 'refs/heads/größe/日本', true],
  ['HEAD', 'refs/heads/anything', true],
  ['HEAD', 'refs/tags/anything', false],
];
for (const [ref, pushed, expected] of cases) {
  test(`an environment with ref ${ref} ${expected ? 'follows' : 'does not follow'} ${pushed}`, () => {
    assert.equal(follows(ref, pushed), expected);
  });
}
