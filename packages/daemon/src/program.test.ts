import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

type Line = { level: string; msg: string; err?: { message: string; type: string }; file?: string };
type Run = { child: ChildProcess; lines: Line[]; until: (msg: string) => Promise<void>; ended: Promise<Ended> };
type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string; took: number };

/** A fixture as a child process of its own. */
function start(fixture: string, args = ['--config', 'couplet.yaml'], env: NodeJS.ProcessEnv = {}): Run {
  const path = fileURLToPath(new URL(`fixtures/${fixture}.ts`, import.meta.url));
  const started = performance.now();
  const { NODE_COMPILE_CACHE: cache } = process.env;
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const lines: Line[] = [];
  const output = { stdout: '', stderr: '' };
  const logged = createInterface({ input: child.stdout });
  logged.on('line', (line) => {
    output.stdout += `${line}\n`;
    if (line.startsWith('{')) lines.push(JSON.parse(line));
    child.emit('logged');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: typeof code === 'number' ? code : null,
    signal,
    ...output,
    took: performance.now() - started,
  }));
  async function until(msg: string): Promise<void> {
    while (!lines.some((line) => line.msg === msg)) {
      await Promise.race([once(child, 'logged'), ended.then(() => assert.fail(`ended before "${msg}"`))]);
    }
  }
  return { child, lines, until, ended };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} stops a program in order, with code 0`, async () => {
    const { child, until, ended, lines } = start('exits-when-told');
    await until('working');
    child.kill(signal);
    assert.equal((await ended).code, 0);
    assert.deepEqual(
      lines.map(({ msg }) => msg),
      ['starting', 'working', 'stopping', 'stopped'],
    );
  });
}

for (const fixture of ['rejects-with-the-reason-when-told', 'rejects-with-an-abort-error-when-told']) {
  test(`a program that ${fixture.replaceAll('-', ' ')} has stopped in order`, async () => {
    const { child, until, ended } = start(fixture);
    await until('working');
    child.kill('SIGTERM');
    assert.equal((await ended).code, 0);
  });
}

test('an error while it stops makes the code 1', async () => {
  const { child, until, ended, lines } = start('breaks-when-told');
  await until('working');
  child.kill('SIGTERM');
  assert.equal((await ended).code, 1);
  assert.match(lines.at(-1)?.err?.message ?? '', /release the lease/);
});

test('a program that ends by itself has code 0', async () => {
  const { ended, lines } = start('finishes', ['--config=my.yaml']);
  assert.equal((await ended).code, 0);
  assert.equal(lines[1]?.file, 'my.yaml');
});

test('a program that does not stop is ended at the deadline with code 1', async () => {
  const { child, until, ended, lines } = start('hangs-on-sigterm', undefined, { DEADLINE: '50' });
  await until('working');
  child.kill('SIGTERM');
  assert.equal((await ended).code, 1);
  assert.match(lines.at(-1)?.err?.message ?? '', /deadline/);
});

test('a second signal ends a program at once with code 1', async () => {
  const { child, until, ended } = start('hangs-on-sigterm');
  await until('working');
  child.kill('SIGTERM');
  await until('stopping');
  child.kill('SIGINT');
  const { code, took } = await ended;
  assert.equal(code, 1);
  assert.ok(took < 50_000, 'before the deadline');
});

test('a signal before the start keeps the program from starting', async () => {
  const { ended, lines } = start('is-told-to-stop-while-it-checks');
  assert.equal((await ended).code, 0);
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['stopping', 'stopped'],
  );
});

test('an uncaught exception is logged as fatal and ends the program with code 70 within 10 s', async () => {
  const { ended, lines } = start('throws-later');
  const { code, took } = await ended;
  assert.equal(code, 70);
  assert.ok(took < 10_000);
  assert.deepEqual([lines.at(-1)?.level, lines.at(-1)?.err?.message], ['fatal', 'x is not a function']);
});

test('an unhandled rejection ends the program with code 70, and no secret is logged', async () => {
  const { ended, lines } = start('rejects-later');
  assert.equal((await ended).code, 70);
  assert.deepEqual(
    [lines.at(-1)?.level, lines.at(-1)?.err?.message],
    ['fatal', 'nobody handles this, token=[redacted]'],
  );
});

test('an unhandled rejection also ends the program where Node is told to let it pass', async () => {
  const { ended } = start('rejects-later', undefined, { NODE_OPTIONS: '--unhandled-rejections=warn' });
  assert.equal((await ended).code, 70);
});

test('an exception that cannot be printed also ends the program with code 70', async () => {
  assert.equal((await start('throws-something-odd').ended).code, 70);
});

test('a program that waits for nothing ends with code 70 instead of in silence', async () => {
  const { ended, lines } = start('waits-for-nothing');
  assert.equal((await ended).code, 70);
  assert.match(lines.at(-1)?.err?.message ?? '', /something must be awaited/);
});

test('a failure in the background stops the program in order, with code 1', async () => {
  const { ended, lines } = start('fails-in-the-background');
  assert.equal((await ended).code, 1);
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['starting', 'working', 'program failed, stopping', 'stopped'],
  );
});

test('a failure at the start is logged once, with code 1', async () => {
  const { ended, lines } = start('fails-at-start');
  assert.equal((await ended).code, 1);
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['info', 'fatal'],
  );
});

test('a configuration that the start refuses makes the code 78', async () => {
  const { ended, lines } = start('refuses-its-configuration');
  assert.equal((await ended).code, 78);
  assert.match(lines.at(-1)?.err?.message ?? '', /a secret or token must be there/);
});

test('an invalid configuration keeps the program from starting, with code 78', async () => {
  const { ended } = start('finishes', ['--config', 'broken.yaml']);
  const { code, stderr, stdout } = await ended;
  assert.deepEqual({ code, stderr, stdout }, { code: 78, stderr: 'checked broken.yaml\n', stdout: '' });
});

test('--health of a program that does not answer has code 1 and says where it was asked, and does not start', async () => {
  // Port 1 is nobody's.
  const run = start('finishes', ['--health', '--config', 'good.yaml'], { PORT: '1' });
  const { code, stdout, stderr } = await run.ended;
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^Cannot pass the probe: http:\/\/127\.0\.0\.1:1\/healthz must answer within 5 s, found /);
});

test('--ready of a program that answers has code 0', async () => {
  await using server = createServer((request, response) =>
    response.writeHead(request.url === '/readyz' ? 200 : 503).end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const run = start('finishes', ['--ready', '--config', 'good.yaml'], { PORT: String(address.port) });
  assert.equal((await run.ended).code, 0);
});

test('--check prints what the configuration means, and does not start', async () => {
  const { code, stdout } = await start('finishes', ['--check', '--config', 'good.yaml']).ended;
  assert.deepEqual({ code, stdout }, { code: 0, stdout: 'checked good.yaml\n' });
});

test('--check of an invalid configuration has code 78', async () => {
  assert.equal((await start('finishes', ['--check', '--config', 'broken.yaml']).ended).code, 78);
});

test('--help goes to standard output with code 0', async () => {
  const { code, stdout } = await start('finishes', ['--help']).ended;
  assert.deepEqual({ code, stdout }, { code: 0, stdout: 'usage: fixture --config FILE\n' });
});

test('an unknown flag goes to standard error with the usage and code 2', async () => {
  const { code, stderr } = await start('finishes', ['--force']).ended;
  assert.equal(code, 2);
  assert.match(stderr, /--force[^]*usage: fixture --config FILE/);
});

test('a program refuses to start without certificate checks, with code 78', async () => {
  const { code, stderr, stdout } = await start('finishes', undefined, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }).ended;
  assert.equal(code, 78);
  assert.match(stderr, /Cannot start: NODE_TLS_REJECT_UNAUTHORIZED/);
  assert.equal(stdout, '', 'nothing was started');
});

test('a program refuses to start with an open debugger, with code 78', async () => {
  const { code, stderr } = await start('finishes', undefined, { NODE_OPTIONS: '--inspect=127.0.0.1:0' }).ended;
  assert.equal(code, 78);
  assert.match(stderr, /Cannot start: NODE_OPTIONS/);
});
