import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './judge.ts';
import { growing, type Sample } from './sample.ts';

function samplesOf(value: (index: number) => number): Sample[] {
  return Array.from(
    { length: 30 },
    (_, index) => Object.fromEntries(growing.map((what) => [what, value(index)])) as Sample,
  );
}

test('what stays as it is has not grown', () => {
  assert.ok(judge(samplesOf(() => 100)).every(({ grew }) => !grew));
});

test('what fills up in the first third and then stays has not grown', () => {
  assert.ok(judge(samplesOf((index) => Math.min(index, 9) * 100)).every(({ grew }) => !grew));
});

test('what goes on growing has grown, all of it', () => {
  assert.ok(judge(samplesOf((index) => 100 + index * 50)).every(({ grew }) => grew));
});

test('a peak that passes is shown and is no growth', () => {
  const [memory] = judge(samplesOf((index) => (index === 15 ? 900 : 100)));
  assert.deepEqual([memory?.peak, memory?.grew], [900, false]);
});
