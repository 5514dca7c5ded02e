import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from './support/seededRandom.ts';
import { configMap, TestPair } from './support/testPair.ts';

const generations = 11;
/** One while the push is on its way, one while the start after it heals. A third start in a row would quarantine the commit. */
const killsOf = (number: number): number => (number === 0 ? 1 : 2);
const kills = 2 * generations - 1;
const generationSize = 30;
/** Milliseconds after a push or a start; the fetch, the apply and the prune of one generation take about as long. */
const longest = 700;

/** Objects of one generation; each replaces the one before it. */
function generation(number: number): Record<string, string> {
  const names = Array.from({ length: generationSize }, (_, index) => `g${number}-${index}`);
  return Object.fromEntries(names.map((name) => [`shop/${name}.yaml`, configMap(name, 'one')]));
}

test(`fault 3 an applier killed at ${kills} random instants of its first apply, of applies and of prunes leaves no orphan, deletes nothing too much, and heals with each start`, async () => {
  const stable = Object.fromEntries(['s0', 's1', 's2'].map((name) => [`shop/${name}.yaml`, configMap(name, 'one')]));
  const environments = [{ name: 'shop', settle: 0, pruneLimit: { count: 1000, percent: 100 } }];
  await using running = await TestPair.start(
    { environments, files: { ...stable, ...generation(0) } },
    { start: false },
  );
  const { pair } = running;
  const random = seededRandom(20261121);
  const live = async (): Promise<Map<string, string>> => {
    const items = await pair.kubernetes.list(`/api/v1/namespaces/${running.namespace('shop')}/configmaps`);
    const ours = items.filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt');
    return new Map(ours.map(({ metadata }) => [metadata.name, metadata.uid]));
  };
  await pair.startSync();
  let uids: Map<string, string> | undefined;
  for (let number = 0; number < generations; number += 1) {
    if (number > 0) {
      await pair.push(`Generation ${number}`, {
        write: generation(number),
        remove: Object.keys(generation(number - 1)),
      });
    } else await pair.startApplier();
    const between: (readonly [string, string])[] = [];
    for (let kill = 0; kill < killsOf(number); kill += 1) {
      await sleep(random() * longest);
      await pair.applier?.kill();
      between.push(...(await live()));
      await pair.startApplier();
    }
    await running.applied('shop');

    const now = await live();
    const expected = Object.keys({ ...stable, ...generation(number) }).map((file) => file.slice(5, -5));
    assert.deepEqual([...now.keys()].toSorted(), expected.toSorted(), `in generation ${number}`);
    for (const [name, uid] of between) {
      if (now.has(name)) assert.equal(now.get(name), uid, `${name} was not created anew in generation ${number}`);
    }
    for (const name of ['s0', 's1', 's2']) assert.equal(now.get(name), uids?.get(name) ?? now.get(name));
    uids = now;
  }
});
