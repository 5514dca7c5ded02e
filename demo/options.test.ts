import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from './options.ts';

test('without options the demo makes one push and stays', () => {
  assert.deepEqual(readOptions([]), { once: false, json: false, manifests: 0, pushes: 20 });
});

test('every option is read', () => {
  const given = ['--once', '--json', '--manifests', '1000', '--pushes', '3'];
  assert.deepEqual(readOptions(given), { once: true, json: true, manifests: 1000, pushes: 3 });
});

for (const wrong of [['--manifest', '5'], ['--manifests', 'many'], ['--pushes', '-1'], ['extra']]) {
  test(`${wrong.join(' ')} is refused`, () => {
    assert.throws(() => readOptions(wrong), TypeError);
  });
}
