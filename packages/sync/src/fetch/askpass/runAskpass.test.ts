import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { eventually } from '../../../../../test/support/eventually.ts';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { failure } from '../../fixtures/failure.ts';
import { runAskpass } from './runAskpass.ts';

const never = new AbortController().signal;
const surroundings = {
  environment: { PATH: process.env['PATH'], CANARY: 'from the environment' },
  killGroup: (pid: number) => void process.kill(-pid, 'SIGKILL'),
};

async function program(script: string, mode = 0o700) {
  const temporary = await temporaryDirectory();
  const file = join(temporary.path, 'askpass');
  await writeFile(file, script, { mode });
  return {
    directory: temporary.path,
    run: (timeout = 10_000, signal = never) =>
      runAskpass(file, "Password for 'x': ", { surroundings, timeout }, signal),
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

test('the prompt is the one argument, and the first line the answer', async () => {
  await using askpass = await program('#!/bin/sh\necho "$#:$1"\necho more');
  assert.equal(await askpass.run(), "1:Password for 'x': ");
});

test('an answer needs no newline, and may end with CRLF', async () => {
  await using bare = await program("#!/bin/sh\nprintf 'a b'");
  await using windows = await program("#!/bin/sh\nprintf 'a b\\r\\n'");
  assert.deepEqual([await bare.run(), await windows.run()], ['a b', 'a b']);
});

test('of the environment it sees PATH only', async () => {
  await using askpass = await program('#!/bin/sh\necho "$CANARY:$HOME:$LC_ALL:$PATH"');
  assert.equal(await askpass.run(), `::C:${process.env['PATH']}`);
});

const failures: readonly [string, string, RegExp][] = [
  [
    'that fails',
    '#!/bin/sh\necho "no such \x1b[31mvault" >&2\nexit 3',
    /must exit with 0, found 3; it wrote: no such vault$/,
  ],
  ['that is killed', '#!/bin/sh\nkill -9 $$', /must exit with 0, found SIGKILL$/],
  ['without an interpreter', '#!/nonexistent/sh\n', /its first line names after #! must be in the container/],
  [
    'that writes without end',
    '#!/bin/sh\nwhile :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done',
    /may write 65536 bytes, found more$/,
  ],
];
for (const [what, script, sentence] of failures) {
  test(`a program ${what} is a sentence that names it`, async () => {
    await using askpass = await program(script);
    const { message } = await failure(askpass.run());
    assert.match(message, sentence);
    assert.ok(message.startsWith(`Cannot get the credential from ${askpass.directory}/askpass: `), message);
  });
}

test('a program that is not executable is a sentence with what to do', async () => {
  await using askpass = await program('#!/bin/sh\n', 0o600);
  assert.match((await failure(askpass.run())).message, /must be executable.*defaultMode: 0550$/);
});

test('what a program under set -x tells of its answer is not repeated', async () => {
  await using askpass = await program('#!/bin/sh -x\necho hunter2\necho "sent hunter2 away" >&2\nexit 1');
  const error = await failure(askpass.run());
  assert.match(error.message, /it wrote: sent \[redacted\] away$/);
  assert.doesNotMatch(`${error.stack}`, /hunter2/);
});

test('a silent program is ended at the deadline, with all that it started', async () => {
  await using askpass = await program('#!/bin/sh\nsleep 1000 &\necho "$$ $!" > "$(dirname "$0")/pids"\nwait');
  const running = failure(askpass.run(2000));
  assert.match((await running).message, /must answer "Password for 'x': " within 2 s, found it silent$/);
  const pids = (await readFile(join(askpass.directory, 'pids'), 'utf8')).trim().split(' ');
  for (const pid of pids) await eventually(`${pid} has ended`, async () => ((await isAlive(pid)) ? undefined : true));
});

test('aborting ends it at once, with the reason of the signal', async () => {
  await using askpass = await program('#!/bin/sh\nsleep 1000');
  const stop = new AbortController();
  const reason = new Error('the program stops');
  const running = askpass.run(10_000, stop.signal);
  stop.abort(reason);
  await assert.rejects(running, reason);
});

async function isAlive(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}
