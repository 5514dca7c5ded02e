import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from './duration.ts';

const written: [text: string, milliseconds: number][] = [
  ['0', 0],
  ['0s', 0],
  ['500ms', 500],
  ['60s', 60_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['1h30m', 5_400_000],
  ['1h1m1s1ms', 3_661_001],
  ['1.5h', 5_400_000],
  ['1.001s', 1001],
];

for (const [text, milliseconds] of written) {
  test(`${text} is ${milliseconds} ms`, () => assert.equal(parseDuration(text), milliseconds));
}

for (const text of [
  '',
  '5',
  '00',
  's',
  '-1s',
  '+1s',
  '5 m',
  '1d',
  '1M',
  '1e3s',
  '1s ',
  '.5s',
  '1.0001s',
  '1us',
  '١s',
]) {
  test(`${JSON.stringify(text)} is no duration`, () => assert.equal(parseDuration(text), undefined));
}

test('a duration is written as short as it can be read back', () => {
  const durations = [0, 500, 1500, 60_000, 90_000, 5_400_000, 604_800_000];
  assert.deepEqual(durations.map(formatDuration), ['0', '500ms', '1s500ms', '1m', '1m30s', '1h30m', '168h']);
  assert.deepEqual(durations.map(formatDuration).map(parseDuration), durations);
});
