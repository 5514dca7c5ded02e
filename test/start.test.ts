import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mainOf = (name: string): string => join(import.meta.dirname, '..', 'packages', name, 'src', 'main.ts');
/** Says on standard error which parts of Node's own fetch and WebSocket were loaded. */
const atExit = `data:text/javascript,process.on('exit', () => console.error(process.moduleLoadList.filter((name) => /undici/.test(name)).join()))`;

for (const name of ['sync', 'applier']) {
  test(`${name} starts without the WebSocket client of Node`, async () => {
    const { stderr } = await run(process.execPath, ['--import', atExit, mainOf(name), '--help']);
    assert.equal(stderr.trim(), '');
  });
}

/** Says on standard error which modules of the Kubernetes client library were loaded. */
const atLoad = `data:text/javascript,import { registerHooks } from 'node:module'; registerHooks({
  load(url, context, next) {
    const [, path] = url.split('/@kubernetes/client-node/');
    if (path !== undefined) console.error(path);
    return next(url, context);
  },
});`;

for (const args of [['--help'], ['plan', '--help'], ['rbac', '--help']]) {
  test(`applier ${args.join(' ')} loads of the generated API only what the image holds`, async () => {
    const { stderr } = await run(process.execPath, ['--import', atLoad, mainOf('applier'), ...args]);
    const generated = stderr.split('\n').filter((path) => path.startsWith('dist/gen/'));
    assert.deepEqual(generated, ['dist/gen/rxjsStub.js']);
  });
}
