import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import process from 'node:process';
import { runInNewContext } from 'node:vm';
import { ObjectWorld } from './fixtures/objectWorld.ts';

/** Ten thousand objects, all of them there and looked at. */
function large(): ObjectWorld {
  const world = new ObjectWorld();
  for (let index = 0; index < 10_000; index += 1)
    world.both(index % 3 === 0 ? 'Deployment.apps' : 'ConfigMap', `c${index}`);
  world.look();
  return world;
}

test('between two changes the manifests are read once, however many ask', () => {
  const world = large();
  for (const q of ['', 'c77', 'team']) world.query({ q });
  world.tree += 1;
  world.query();
  assert.equal(world.reads, 2);
});

test('the rows of 10,000 objects that a run has just created take less than 5 MiB', () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const used = (): number => {
    if (typeof collect === 'function') for (let times = 0; times < 3; times += 1) collect();
    return process.memoryUsage().heapUsed;
  };
  const world = large();
  const ids = [...world.members.keys()];
  const before = used();
  // An event brings its own text, as the plan makes it.
  world.run(...ids.map((id) => ({ id: Buffer.from(id).toString(), outcome: 'created' as const })));
  world.query();
  const mebibytes = (used() - before) / 2 ** 20;
  assert.equal(world.query().total, 10_000);
  assert.ok(mebibytes < 5, `${mebibytes.toFixed(1)} MiB`);
});
