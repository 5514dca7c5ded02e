import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentTarget } from './fixtures/targets.ts';
import { failed, progressing } from './healthResult.ts';
import { SeenHealth } from './seenHealth.ts';

const [web, other] = [deploymentTarget('web'), deploymentTarget('other')];

test('before the first look nothing is known', () => {
  assert.deepEqual(new SeenHealth().of(web.id), { kind: 'not yet' });
});

test('a look says what is not current and why, and everything else is current', () => {
  const seen = new SeenHealth();
  seen.looked([{ target: web, health: progressing('1 of 3 replicas are ready') }]);
  assert.deepEqual(
    [seen.of(web.id), seen.of(other.id)],
    [
      { kind: 'seen', status: 'progressing', reason: '1 of 3 replicas are ready' },
      { kind: 'seen', status: 'current' },
    ],
  );
});

test('a later look takes the place of the earlier one', () => {
  const seen = new SeenHealth();
  seen.looked([{ target: web, health: progressing('slow') }]);
  seen.looked([{ target: other, health: failed('gone') }]);
  assert.deepEqual(
    [web, other].map(({ id }) => seen.of(id)),
    [
      { kind: 'seen', status: 'current' },
      { kind: 'seen', status: 'failed', reason: 'gone' },
    ],
  );
});

test('what was applied after a look is not known until the next one', () => {
  const seen = new SeenHealth();
  seen.looked([]);
  seen.applied(web.id);
  const after = seen.of(web.id).kind;
  seen.looked([]);
  assert.deepEqual([after, seen.of(web.id).kind], ['not yet', 'seen']);
});

test('an explanation without the usual beginning is taken as it is, and one about another object is left', () => {
  const seen = new SeenHealth();
  seen.looked([{ target: web, health: progressing('slow') }]);
  seen.explained([
    { code: 'forbidden', message: 'Cannot list pods', id: web.id },
    { code: 'unhealthy', message: 'no', id: other.id },
  ]);
  assert.deepEqual(
    [seen.of(web.id), seen.of(other.id)],
    [
      { kind: 'seen', status: 'progressing', reason: 'Cannot list pods' },
      { kind: 'seen', status: 'current' },
    ],
  );
});
