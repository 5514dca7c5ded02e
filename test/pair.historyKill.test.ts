import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './support/eventually.ts';
import { historyReader } from './support/historyReader.ts';
import { seededRandom } from './support/seededRandom.ts';
import { configMap, TestPair } from './support/testPair.ts';

const rounds = 5;
/** Milliseconds from the begin of a run to the kill; a run takes about a tenth of that, and its record as long again. */
const longest = 300;

test('a kill at any instant after the next run began has not lost the run before it', async () => {
  await using running = await TestPair.start({
    environments: [{ name: 'shop' }],
    files: { 'shop/settings.yaml': configMap('settings', 'first') },
  });
  await running.applied('shop');
  const { pair } = running;
  const history = historyReader(running);
  const random = seededRandom(20261121);
  const push = (value: string): Promise<string> =>
    pair.push(value, { write: { 'shop/settings.yaml': configMap('settings', value) } });
  const begun = async (commit: string): Promise<void> => {
    const look = async (): Promise<true | undefined> =>
      (await history.runs('shop')).some((run) => run.commit === commit) || undefined;
    await eventually('the run has begun', look);
  };
  for (let round = 1; round <= rounds; round += 1) {
    await push(`before ${round}`);
    await running.applied('shop');
    await begun(await push(`killed ${round}`));
    await sleep(random() * longest);
    await pair.applier?.kill();
    await pair.startApplier();
    await running.applied('shop');
  }
  const changing = await eventually('the history is read', async () => {
    const runs = await history.runs('shop');
    const found = runs.filter(({ counts }) => counts.created + counts.configured > 0).map(({ subject }) => subject);
    return found.includes('Start with the shop') ? found : undefined;
  });
  const lost = Array.from({ length: rounds }, (_, index) => `before ${index + 1}`).filter(
    (subject) => !changing.includes(subject),
  );
  assert.deepEqual(lost, []);
});
