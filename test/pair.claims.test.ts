import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

// Two environments that apply into one namespace.
let running: TestPair;
before(async () => {
  running = await TestPair.start(
    {
      environments: [{ name: 'first' }, { name: 'second', gate: 'each' }],
      files: { 'first/a.yaml': configMap('a', 'of first'), 'second/b.yaml': configMap('b', 'of second') },
    },
    { start: false },
  );
  const { pair } = running;
  const namespace = running.namespace('first');
  pair.options.environments = pair.options.environments.map((one) => ({ ...one, namespace }));
  await pair.writeConfig();
  await pair.startBoth();
  await Promise.all([running.applied('first'), running.applied('second')]);
});
after(async () => await running[Symbol.asyncDispose]());

async function value(name: string): Promise<string | undefined> {
  return (await running.configMap('first', name))?.data?.['value'];
}

test('R42 an object of another environment is refused with its owner, and the rest is applied', async () => {
  await running.pair.push('Claim a', {
    write: { 'second/a.yaml': configMap('a', 'of second'), 'second/c.yaml': configMap('c', 'of second') },
  });
  const { errors } = await running.applied('second', ['failed']);
  assert.deepEqual(
    errors?.map(({ code, id, file }) => [code, id, file]),
    [['claimed', `ConfigMap/${running.namespace('first')}/a`, 'second/a.yaml']],
  );
  assert.match(errors?.[0]?.message ?? '', /belongs to first$/);
  assert.deepEqual([await value('a'), await value('c')], ['of first', 'of second']);
});

test('R42 after a restart the owner is the same, also while it has not said what is its own', async () => {
  const { pair } = running;
  await pair.applier?.kill();
  const { environments } = pair.options;
  await pair.writeConfig(environments.map((one) => ({ ...one, suspend: one.name === 'first' })));
  await pair.startApplier();
  const { errors } = await running.applied('second', ['failed']);
  assert.match(errors?.[0]?.message ?? '', /belongs to first$/);
  assert.equal(await value('a'), 'of first');
  await pair.writeConfig();
  assert.deepEqual((await running.applied('first')).errors, []);
});

test('R42 an object that its owner gave up belongs to the next one that wants it', async () => {
  await running.pair.push('Give a up', {
    write: { 'first/d.yaml': configMap('d', 'of first') },
    remove: ['first/a.yaml'],
  });
  await running.applied('first');
  await running.applied('second');
  assert.equal(await value('a'), 'of second');
});
