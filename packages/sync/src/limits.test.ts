import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from './events.ts';
import { passWorld } from './fixtures/passWorld.ts';
import type { PassWorld } from './fixtures/passWorld.ts';

const environments = [
  { name: 'a', ref: 'main', path: 'a' },
  { name: 'b', ref: 'main', path: 'b' },
];
const mebibyte = 1024 * 1024;

async function published(limits: object, files: Record<string, string>): Promise<PassWorld> {
  const world = await passWorld(environments);
  world.configure(environments, { limits });
  await world.git.push({ 'a/one.yaml': 'one', 'b/one.yaml': 'one' });
  await world.poll();
  await world.git.push(files);
  await world.poll();
  return world;
}

function stalled(outcome: Outcome | undefined): { why: string; todo: string } {
  assert.equal(outcome?.state, 'stalled');
  return outcome;
}

const cases: Readonly<Record<string, readonly [object, Record<string, string>, RegExp]>> = {
  fileSize: [
    { fileSize: 1024 },
    { 'a/d/big.yaml': 'x'.repeat(1025) },
    /^the file "a\/d\/big.yaml" has 1025 bytes, and repository.limits.fileSize is 1024$/,
  ],
  files: [
    { files: 3 },
    { 'a/1': '1', 'a/2': '2', 'a/d/3': '3' },
    /^"a" has 4 files, and repository.limits.files is 3$/,
  ],
  bytes: [
    { bytes: 1024 },
    { 'a/1': 'x'.repeat(600), 'a/d/2': 'x'.repeat(601) },
    /^the 3 files of "a" have 1204 bytes; the largest is "a\/d\/2" with 601 bytes, and repository.limits.bytes is 1024$/,
  ],
  depth: [
    { depth: 2 },
    { 'a/1/2/3/deep.yaml': 'deep' },
    /^"a\/1\/2\/3" lies more than 2 directories deep, and repository.limits.depth is 2$/,
  ],
};

for (const [limit, [limits, files, why]] of Object.entries(cases)) {
  test(`over limits.${limit} nothing of the environment is published, and the others are`, async () => {
    await using world = await published(limits, { ...files, 'b/two.yaml': 'two' });
    const { a, b } = world.outcomes();
    const first = (await world.publication('a'))?.commit;
    assert.equal(b?.state, 'published');
    const said = stalled(a);
    assert.match(said.why, why);
    assert.match(said.todo, new RegExp(`raise repository.limits.${limit} in couplet.yaml; the last publication stays`));
    assert.notEqual(first, (await world.publication('b'))?.commit);
  });
}

test('what is exactly as large as the limits is published', async () => {
  const limits = { files: 2, bytes: 1024, fileSize: 1024, depth: 2 };
  await using world = await published(limits, { 'a/1/2/f': 'x'.repeat(1021) });
  assert.equal(world.outcomes()['a']?.state, 'published');
});

test('a raised limit is enough, without a push', async () => {
  await using world = await published({ fileSize: 1024 }, { 'a/big.yaml': 'x'.repeat(2000) });
  stalled(world.outcomes()['a']);
  world.configure(environments, { limits: { fileSize: 2000 } });
  await world.poll();
  assert.equal(world.outcomes()['a']?.state, 'published');
});

test('a lowered limit keeps the publication that is over it, and says so', async () => {
  await using world = await published({}, { 'a/big.yaml': 'x'.repeat(2000) });
  const before = await world.publication('a');
  world.configure(environments, { limits: { fileSize: 1024 } });
  await world.poll();
  assert.match(stalled(world.outcomes()['a']).why, /"a\/big.yaml" has 2000 bytes/);
  assert.deepEqual(await world.publication('a'), before);
});

test('a file that is too large to be held keeps no environment from being published that does not have it', async () => {
  await using world = await published({}, { 'c/dump.bin': '\0'.repeat(33 * mebibyte), 'a/two.yaml': 'two' });
  const { a, b } = world.outcomes();
  assert.deepEqual([a?.state, b?.state], ['published', 'published']);
  await world.poll();
  const fetches = world.events.filter((event) => event.kind === 'stage' && event.stage === 'fetch');
  assert.equal(fetches.length, 2, 'what is too large is not fetched again and again');
});

test('a file that is too large to be held is named in the environment that has it', async () => {
  await using world = await published({}, { 'a/dump.bin': '\0'.repeat(33 * mebibyte) });
  const { a, b } = world.outcomes();
  assert.match(stalled(a).why, /^the file "a\/dump.bin" has 34603008 bytes, and .*fileSize is 33554432$/);
  assert.equal(b?.state, 'published');
});

test('a file above the usual size is published where the limit allows it', async () => {
  await using world = await published({ fileSize: '64Mi' }, { 'a/dump.bin': '\0'.repeat(33 * mebibyte) });
  assert.equal(world.outcomes()['a']?.state, 'published');
});
