import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharesProcess } from './sharesProcess.ts';

const plain = "import { test } from 'node:test';\n";

const files: [path: string, text: string, shares: boolean][] = [
  ['packages/config/src/settings.test.ts', plain, true],
  ['test/structure/docs.test.ts', plain, true],
  ['packages/applier/src/notify.process.test.ts', plain, false],
  ['packages/volume/src/racing.test.ts', plain, false],
  ['test/pair.test.ts', plain, false],
  ['packages/daemon/src/log.test.ts', "import { spawn } from 'node:child_process';\n", false],
  ['packages/sync/src/refs.test.ts', "import { passWorld } from './fixtures/passWorld.ts';\n", false],
  ['packages/sync/src/refs.moves.test.ts', "import { gitText } from '../../../test/support/git.ts';\n", false],
  ['packages/daemon/src/log.test.ts', 'const before = process.memoryUsage().rss;\n', false],
  ['packages/applier/src/report/page/warmPages.test.ts', 'const cold = templatesRead();\n', false],
  ['packages/daemon/src/log.test.ts', "process.once('exit', end);\n", false],
];

for (const [path, text, shares] of files) {
  test(`${path} with ${JSON.stringify(text.trim())} ${shares ? 'shares a process' : 'has a process of its own'}`, () => {
    assert.equal(sharesProcess(path, text), shares);
  });
}
