import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import { judgeCommit } from './judgeCommit.ts';

const at = '2026-01-01T00:00:00.000Z';
const c = { commit: 'c' };
const error = { code: 'invalid', message: 'Cannot apply Pod/a/b: it is wrong' };

function judge(facts: Partial<AppliedEnvironment>, waitsForHealth = true): string {
  const { state, description } = judgeCommit(
    'c',
    { name: 'a', state: 'applied', errors: [], published: c, ...facts },
    { waitsForHealth },
  );
  return `${state}: ${description}`;
}

const pending = 'pending: Published, not applied yet';

test('a commit in an environment that the applier does not know is pending', () => {
  assert.equal(judgeCommit('c', undefined, { waitsForHealth: true }).state, 'pending');
});

test('what the applier says of another commit says nothing of this one', () => {
  for (const state of ['applied', 'failed', 'degraded', 'healthy']) {
    assert.equal(judge({ state, published: { commit: 'd' }, applied: { ...c, at }, healthy: { ...c, at } }), pending);
  }
});

test('applied is the end where nobody waits for health', () => {
  assert.equal(judge({ applied: { ...c, at } }, false), 'success: Applied');
});

test('applied is not the end where health is waited for', () => {
  assert.equal(judge({ applied: { ...c, at } }), pending);
});

test('healthy is the end', () => {
  for (const waits of [true, false]) {
    const facts = { state: 'healthy', applied: { ...c, at }, healthy: { ...c, at } };
    assert.equal(judge(facts, waits), 'success: Applied and healthy');
  }
});

test('while a run goes on, its errors and results are those of the run before', () => {
  for (const state of ['running', 'waiting']) {
    assert.equal(judge({ state, errors: [error], applied: { ...c, at }, healthy: { ...c, at } }, false), pending);
  }
});

test('a commit that did not get there fails with its first error', () => {
  for (const state of ['failed', 'degraded', 'held', 'stalled', 'rolled-back']) {
    assert.equal(judge({ state, errors: [error, { ...error, message: 'Second' }] }), `failure: ${error.message}`);
  }
});

test('a failure without an error says which one it is', () => {
  assert.equal(judge({ state: 'held', applied: { ...c, at } }), 'failure: Applied, but its deletes wait for a person');
});

test('an error of many lines becomes one of 140 characters', () => {
  const description = judge({ state: 'failed', errors: [{ ...error, message: `Cannot\n\tapply ${'x'.repeat(200)}` }] });
  assert.match(description, /^failure: Cannot apply x+…$/);
  assert.equal(description.length - 'failure: '.length, 140);
});

test('a character of two halves is not cut in two', () => {
  const description = judge({ state: 'failed', errors: [{ ...error, message: '🦊'.repeat(100) }] });
  assert.ok(description.isWellFormed());
});
