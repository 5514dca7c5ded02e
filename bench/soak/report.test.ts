import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report } from './report.ts';
import type { Verdict } from './verdict.ts';

const figures = { before: 10.4, after: 11, peak: 12, allowed: 20 };
const steady: Verdict = { what: 'files', kind: 'steady', ...figures, finds: '1.0 a minute' };
const unjudged: Verdict = { what: 'trees', kind: 'not judged', ...figures, note: 'too short' };

test('each thing has a row with its figures, its verdict and what would have been found', () => {
  assert.match(report([steady]), /^\| files \| 10 \| 11 \| 12 \| 20 \| steady \| 1\.0 a minute \|$/m);
});

test('what was not judged is said with the reason, and counted', () => {
  const text = report([steady, unjudged]);
  assert.match(text, /^\| trees \| 10 \| 11 \| 12 \| 20 \| not judged \| – \|$/m);
  assert.match(text, /^NOT JUDGED: trees: too short$/m);
  assert.match(text, /^1 of 2 were judged$/m);
});

test('what grew is marked in its row, and told elsewhere', () => {
  const text = report([{ ...steady, kind: 'grew', note: 'one was there' }]);
  assert.match(text, /\| grew \|/);
  assert.doesNotMatch(text, /one was there/);
});
