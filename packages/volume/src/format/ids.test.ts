import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blobId, commitId, treeId } from './ids.ts';

const sound = '0123456789abcdef0123456789abcdef01234567';

for (const [kind, read] of Object.entries({ tree: treeId, blob: blobId, commit: commitId })) {
  test(`a ${kind} id is 40 lowercase hexadecimal digits`, () => {
    assert.equal(read(sound), sound);
  });
  for (const text of ['', sound.slice(1), `${sound}0`, sound.toUpperCase(), `${sound}\n`, `../${sound.slice(3)}`]) {
    test(`${JSON.stringify(text)} is no ${kind} id`, () => {
      assert.throws(() => read(text), { name: 'TypeError', message: new RegExp(`Cannot read ${kind} id`) });
    });
  }
}
