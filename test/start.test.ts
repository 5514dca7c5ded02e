import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Says on standard error which parts of Node's own fetch and WebSocket were loaded. */
const atExit = `data:text/javascript,process.on('exit', () => console.error(process.moduleLoadList.filter((name) => /undici/.test(name)).join()))`;

for (const name of ['sync', 'applier']) {
  test(`${name} starts without the WebSocket client of Node`, async () => {
    const main = join(import.meta.dirname, '..', 'packages', name, 'src', 'main.ts');
    const { stderr } = await run(process.execPath, ['--import', atExit, main, '--help']);
    assert.equal(stderr.trim(), '');
  });
}
