import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseTarget } from './chooseTarget.ts';
import { judgeAttempt } from './judgeAttempt.ts';
import type { Remembered } from './remembered.ts';

const now = Date.parse('2026-01-01T12:00:00.000Z');
const at = '2026-01-01T00:00:00.000Z';
const bad = { commit: 'b'.repeat(40), tree: '1'.repeat(40) };
const good = { commit: 'a'.repeat(40), tree: '2'.repeat(40) };
const quarantine = { ...bad, at, reason: 'it was degraded' };
const healthy = { ...good, at };

const choose = (facts: Remembered, onFailure: 'hold' | 'rollback' = 'rollback', published = bad) =>
  chooseTarget(published, facts, { onFailure, now });

test('a publication of which nothing is remembered is applied', () => {
  assert.deepEqual(choose({}), { kind: 'apply', target: bad });
});

test('a quarantined commit gives way to the last healthy one', () => {
  assert.deepEqual(choose({ quarantine, healthy }), { kind: 'rolled-back', target: good, reason: 'it was degraded' });
});

test('a quarantined commit is left alone when nothing was ever healthy', () => {
  assert.deepEqual(choose({ quarantine }), { kind: 'quarantined', reason: 'it was degraded' });
});

test('a quarantined commit is left alone when failures are held', () => {
  assert.equal(choose({ quarantine, healthy }, 'hold').kind, 'quarantined');
});

test('another commit than the quarantined one is applied', () => {
  const newer = { commit: 'c'.repeat(40), tree: '3'.repeat(40) };
  assert.deepEqual(choose({ quarantine, healthy }, 'rollback', newer), { kind: 'apply', target: newer });
});

test('the quarantined commit with another tree is another publication', () => {
  const moved = { ...bad, tree: '9'.repeat(40) };
  assert.equal(choose({ quarantine, healthy }, 'rollback', moved).kind, 'apply');
});

test('a suspended environment is left alone, with the reason and the end', () => {
  const suspended = { at, reason: 'move', until: '2026-01-01T13:00:00.000Z' };
  const until = suspended.until;
  assert.deepEqual(choose({ suspended, quarantine }), { kind: 'suspended', reason: 'move', until });
});

test('a suspension without an end lasts', () => {
  assert.deepEqual(choose({ suspended: { at } }), { kind: 'suspended' });
});

test('a suspension whose end has come is over', () => {
  assert.deepEqual(choose({ suspended: { at, until: '2026-01-01T12:00:00.000Z' } }), { kind: 'resume' });
});

test('the first pass of a process counts its attempt', () => {
  assert.deepEqual(judgeAttempt(bad, undefined), { kind: 'go', attempt: { ...bad, count: 1 } });
  assert.deepEqual(judgeAttempt(bad, { ...bad, count: 1 }), { kind: 'go', attempt: { ...bad, count: 2 } });
});

test('a commit that two first passes did not survive is quarantined', () => {
  assert.equal(judgeAttempt(bad, { ...bad, count: 2 }).kind, 'quarantine');
});

test('attempts at another commit do not count', () => {
  assert.deepEqual(judgeAttempt(good, { ...bad, count: 2 }), { kind: 'go', attempt: { ...good, count: 1 } });
});
