import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawTimeline, timingOf } from './timeline.ts';

const stages = [
  { stage: 'received', at: '2026-01-01T00:00:00.010Z' },
  { stage: 'fetched', at: '2026-01-01T00:00:00.040Z' },
  { stage: 'applied', at: '2026-01-01T00:00:00.050Z' },
];
const answer = {
  name: 'shop',
  state: 'applied',
  published: { commit: '1a2b3c4d', tree: '', subject: '', author: '', at: '' },
  stages,
};

test('the time of a push goes from the git server having it to the last stage, and the stages add up to it', () => {
  const timing = timingOf(Date.parse('2026-01-01T00:00:00.000Z'), answer);
  assert.equal(timing.pushToApplied, 50);
  assert.deepEqual(
    timing.stages.map(({ ms }) => ms),
    [10, 30, 10],
  );
});

test('the timeline has a line for each stage', () => {
  const lines = drawTimeline(timingOf(Date.parse('2026-01-01T00:00:00.000Z'), answer)).split('\n');
  assert.equal(lines[0], '1a2b3c4 was applied 50 ms after git had it:');
  assert.match(lines[2] ?? '', /fetched +\+30 ms/);
});
