import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { healthAddress } from './healthAddress.ts';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'couplet-health-'));
});
after(async () => await rm(directory, { recursive: true }));

async function file(more: string): Promise<string> {
  const path = join(directory, 'couplet.yaml');
  await writeFile(
    path,
    `repository: {url: https://git.example.com/a.git}\nenvironments: [{name: a, ref: main}]\n${more}`,
  );
  return path;
}

for (const { program, more, host, port } of [
  { program: 'sync', more: '', host: '127.0.0.1', port: 9080 },
  { program: 'applier', more: '', host: '127.0.0.1', port: 8081 },
  { program: 'sync', more: 'sync: {internal: "127.0.0.2:99", listen: "0.0.0.0:98"}', host: '127.0.0.2', port: 99 },
  { program: 'applier', more: 'applier: {listen: "[::]:97"}', host: '127.0.0.1', port: 97 },
  { program: 'applier', more: 'applier: {listen: "[::1]:97"}', host: '::1', port: 97 },
] as const) {
  test(`${program} with "${more}" is asked at ${host} port ${port}`, async () => {
    assert.deepEqual(await healthAddress(await file(more), program), { host, port });
  });
}

test('a file that a bad edit spoiled counts as one without the address', async () => {
  const spoiled = await file('sync: {internal: "127.0.0.2:99", intern: 1}');
  assert.deepEqual(await healthAddress(spoiled, 'sync'), { host: '127.0.0.1', port: 9080 });
});

test('so does a file that is not there', async () => {
  assert.deepEqual(await healthAddress(join(directory, 'none'), 'applier'), { host: '127.0.0.1', port: 8081 });
});
