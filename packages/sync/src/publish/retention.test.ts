import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { retention } from './retention.ts';

test('the contract of the volume says how long trees stay', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../volume/README.md'), 'utf8');
  const section = /\n## Retention\n(.*?)\n## /s.exec(text)?.[1]?.replaceAll('\n', ' ') ?? '';
  const said = /last (\d+) publications of .* younger than (\d+) minutes.* the last (\d+) publications do instead/.exec(
    section,
  );
  const { lastOfEach, youngerThan, lastOfEachUnasked } = retention;
  assert.deepEqual(said?.slice(1).map(Number), [lastOfEach, youngerThan / 60_000, lastOfEachUnasked]);
});
