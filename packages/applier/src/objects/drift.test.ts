import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplierEvent, Drift } from '../events.ts';
import { pushedAt } from '../report/fixtures/events.ts';
import { ObjectWorld } from './fixtures/objectWorld.ts';

const source = { file: 'shop/a.yaml', line: 1, document: 1 };

function drifted(id: string, more: Partial<Drift> = {}): ApplierEvent {
  const drift = { id, manager: 'kubectl-edit', fields: ['.data.value'], corrected: true, source, ...more };
  return { environment: 'shop', at: pushedAt, kind: 'drifted', objects: [drift], requests: 1 };
}

test('a correction is told with who changed what, until a run writes the object', () => {
  const world = new ObjectWorld();
  const id = world.both('ConfigMap', 'a');
  world.tell(drifted(id));
  const told = world.row(id).drift;
  world.run({ id, outcome: 'configured' });
  assert.deepEqual(
    [told, world.row(id).drift],
    [{ manager: 'kubectl-edit', fields: ['.data.value'], corrected: true }, undefined],
  );
});

test('drift that is left alone has its error until it is over', () => {
  const world = new ObjectWorld();
  const id = world.both('ConfigMap', 'a');
  const error = { code: 'fight', message: 'Cannot keep it', id };
  world.tell(drifted(id, { corrected: false, error }));
  world.run();
  const left = world.row(id);
  world.tell({ environment: 'shop', at: pushedAt, kind: 'resolved', ids: [id] });
  const after = world.row(id);
  assert.deepEqual([left.drift?.corrected, left.error?.code], [false, 'fight']);
  assert.deepEqual([after.drift?.corrected, after.error], [true, undefined]);
});

test('an object that somebody deleted is missing until it is made again', () => {
  const world = new ObjectWorld();
  const id = world.write('ConfigMap', 'a');
  world.tell(drifted(id, { fields: [], corrected: false }));
  const before = world.row(id).health;
  world.live(id);
  assert.deepEqual([before, world.row(id).health], ['missing', 'current']);
});

test('of a flood the newest 1,000 are kept', () => {
  const world = new ObjectWorld();
  const ids = Array.from({ length: 1200 }, (_, index) => world.both('ConfigMap', `c${String(index).padStart(4, '0')}`));
  for (const id of ids) world.tell(drifted(id));
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  const page = (q: string) => world.query({ q }).objects[0]?.drift?.corrected;
  assert.deepEqual([page(first), page(last)], [undefined, true]);
});
