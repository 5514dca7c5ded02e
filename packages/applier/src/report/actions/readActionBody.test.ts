import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionName } from './actions.ts';
import { readActionBody } from './readActionBody.ts';

const now = 1_000_000;
const plan = 'a'.repeat(64);

const good: [string, ActionName, unknown, object][] = [
  ['no body', 'run', undefined, {}],
  ['an empty object', 'resume', {}, {}],
  ['a reason', 'suspend', { reason: 'migration' }, { reason: 'migration' }],
  ['a duration', 'suspend', { for: '2h' }, { until: now + 7_200_000 }],
  ['a plan', 'approve', { plan }, { plan }],
];
for (const [what, action, given, body] of good) {
  test(`${action} takes ${what}`, () => {
    assert.deepEqual(readActionBody(action, given, now), { kind: 'body', body });
  });
}

const bad: [string, ActionName, unknown, RegExp][] = [
  ['a text', 'run', 'now', /^Cannot run: the body must be a JSON object$/],
  ['a list', 'run', [], /must be a JSON object/],
  ['a key that it does not know', 'run', { reason: 'x' }, /must have no keys, found "reason"/],
  ['a misspelt key', 'suspend', { reson: 'x' }, /must have only the keys reason, for, found "reson"/],
  ['a reason that is no text', 'suspend', { reason: 1 }, /reason must be a text/],
  ['a reason without end', 'suspend', { reason: 'x'.repeat(501) }, /at most 500 characters/],
  ['a duration that is none', 'suspend', { for: 'soon' }, /for must be a duration/],
  ['a duration of nothing', 'suspend', { for: '0' }, /for must be a duration/],
  ['a year', 'suspend', { for: '8760h' }, /for must be a duration/],
  ['no plan', 'approve', {}, /plan must be the id of the held plan/],
  ['a plan that is no id', 'approve', { plan: 'all' }, /plan must be the id of the held plan/],
  ['a key of Object.prototype', 'run', JSON.parse('{"__proto__": 1}'), /found "__proto__"/],
];
for (const [what, action, given, message] of bad) {
  test(`${action} refuses ${what}`, () => {
    const read = readActionBody(action, given, now);
    assert.match(read.kind === 'invalid' ? read.message : 'accepted', message);
  });
}
