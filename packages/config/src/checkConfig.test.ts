import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkConfig } from './checkConfig.ts';
import { formatHelp } from './formatHelp.ts';
import { settings } from './settings.ts';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'couplet-check-'));
});
after(async () => await rm(directory, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(directory, 'couplet.yaml');
  await writeFile(path, text);
  return path;
}

const valid = 'repository: {url: https://git.example.com/a.git}\nenvironments: [{name: staging, ref: main}]\n';

test('a valid file is described', async () => {
  const { ok, text } = await checkConfig(await file(valid));
  assert.deepEqual([ok, text.startsWith('Repository https://git.example.com/a.git')], [true, true]);
});

test('an invalid file gives every problem with its place', async () => {
  const { ok, text } = await checkConfig(await file(valid.replace('ref: main', 'ref: main, gat: all')));
  assert.equal(ok, false);
  assert.match(text, /couplet\.yaml:2:\d+: environments\[0\]\.gat: .*gate/);
});

test('a program adds its own reason to refuse a valid file', async () => {
  const { ok, text } = await checkConfig(await file(valid), () => 'not with me');
  assert.deepEqual([ok, text], [false, 'not with me']);
});

test('the help of a program names every setting', () => {
  const help = formatHelp('sync', 'Follows a repository.');
  assert.deepEqual(
    settings.filter(({ path }) => !help.includes(path)),
    [],
  );
});
