import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Claims } from './claims.ts';
import { freshState } from './fixtures/freshState.ts';
import { TestVolume } from './load/fixtures/testVolume.ts';
import { drawPlan, type MadePlan } from './makePlan.ts';
import type { PassDeps } from './passContext.ts';
import { configMaps, live } from './watch/fixtures/members.ts';

const configMap = (name: string, value = '1') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "${value}"}\n`;

test('after a one-file commit a plan looks only at that file and its object', async (t) => {
  await using volume = await TestVolume.create();
  const files = { 'a.yaml': configMap('a'), 'b.yaml': configMap('b'), 'c.yaml': configMap('c') };
  const state = freshState(volume.root);
  const { index, members } = state;
  const policies = { gate: 'all', drift: 'correct', prune: true, pruneLimit: { count: 10, percent: 30 } };
  const environment = { name: 'shop', namespace: 'shop', path: '', ...policies };
  const deps = { environment, ownNamespace: 'couplet', claims: new Claims() } as unknown as PassDeps;
  const kinds = new Map([['ConfigMap', configMaps]]);
  const draw = (): MadePlan => drawPlan(deps, state, kinds, { commit: '1a2b3c4', resting: new Set() });

  await index.update({ tree: await volume.write(files) });
  for (const { id, entry } of draw().apply)
    members.members.set(id, live(7, { id, name: entry.name, digest: entry.digest }));
  assert.equal(draw().unchanged, 3);

  await index.update({ tree: await volume.write({ ...files, 'b.yaml': configMap('b', '2') }) });
  const looks = [t.mock.method(index.files(), 'get'), t.mock.method(members.members, 'get')];
  const { apply, unchanged } = draw();
  assert.deepEqual([apply.map(({ id }) => id), unchanged], [['ConfigMap/shop/b'], 2]);
  const lookedAt = looks.map(({ mock }) => [...new Set(mock.calls.map(({ arguments: [key] }) => key))]);
  assert.deepEqual(lookedAt, [['b.yaml'], ['ConfigMap/shop/b']]);
});
