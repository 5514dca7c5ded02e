import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'fixtures', 'youngSpace.ts');

/** MiB, of both halves. */
async function youngSpace(options: string[], variable = ''): Promise<number> {
  const { stdout } = await run(process.execPath, [...options, script], { env: { NODE_OPTIONS: variable } });
  return Number(stdout);
}

test('the room for young objects stays as small as it is at the start', async () =>
  assert.equal(await youngSpace([]), 2));
test('it grows as far as NODE_OPTIONS says', async () =>
  assert.equal(await youngSpace([], '--max-semi-space-size=4'), 8));
test('it grows as far as an option of node says', async () =>
  assert.equal(await youngSpace(['--max-semi-space-size=4']), 8));
