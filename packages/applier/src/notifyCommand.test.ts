import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startNotifyReceiver, type NotifyReceiver } from '../../../test/support/notifyReceiver.ts';
import { temporaryDirectory } from '../../../test/support/temporaryDirectory.ts';
import { notifyCommand, type NotifyAnswer } from './notifyCommand.ts';

const disposables = new AsyncDisposableStack();
let receiver: NotifyReceiver;
let config: string;

before(async () => {
  receiver = disposables.use(await startNotifyReceiver());
  const directory = disposables.use(await temporaryDirectory('command'));
  config = join(directory.path, 'couplet.yaml');
  const urlFile = join(directory.path, 'url');
  await writeFile(urlFile, `${receiver.url}/hunter2`);
});
beforeEach(async () => {
  receiver.received.length = 0;
  receiver.answer = (_request, response) => response.end();
  const urlFile = config.replace('couplet.yaml', 'url');
  await write([
    { name: 'pager', url: `${receiver.url}/pager` },
    { name: 'chat', urlFile, format: 'slack' },
  ]);
});
after(() => disposables.disposeAsync());

async function write(receivers: object[]): Promise<void> {
  const environments = [{ name: 'shop', ref: 'main' }];
  const applier = { notify: receivers, url: 'https://couplet.example.com' };
  await writeFile(config, JSON.stringify({ repository: { url: 'https://h/r' }, environments, applier }));
}

async function notify(...argv: string[]): Promise<NotifyAnswer> {
  return await notifyCommand(argv, new AbortController().signal);
}

test('every receiver is sent a test', async () => {
  assert.deepEqual(await notify('--config', config), { code: 0, out: 'pager took it\nchat took it\n', err: '' });
  assert.deepEqual(receiver.received.map(({ path }) => path).toSorted(), ['/hunter2', '/pager']);
  const { body, headers } = receiver.received.find(({ path }) => path === '/pager') ?? assert.fail();
  assert.partialDeepStrictEqual(JSON.parse(body), { event: 'test', url: 'https://couplet.example.com/' });
  assert.equal(headers['x-couplet-event'], 'test');
});

test('one receiver can be asked for', async () => {
  assert.equal((await notify('--config', config, '--name', 'chat')).out, 'chat took it\n');
  assert.equal(receiver.received.length, 1);
});

test('a receiver that refuses is said, beside one that does not', async () => {
  receiver.answer = (request, response) => response.writeHead(request.url === '/hunter2' ? 404 : 200).end();
  const { code, out, err } = await notify('--config', config);
  assert.deepEqual([code, out], [1, 'pager took it\n']);
  assert.match(err, /^Cannot notify chat: localhost:\d+ must answer 2xx, found 404\n$/);
});

test('a configuration without receivers is an error', async () => {
  await write([]);
  assert.match((await notify('--config', config)).err, /must have applier\.notify, found none/);
});

const wrong: readonly [string, string[], RegExp][] = [
  ['no configuration', [], /--config FILE must be given/],
  ['a file that is not there', ['--config', '/gone'], /cannot read the file/],
  ['an unknown option', ['--config', 'x', '--all'], /--all/],
];
for (const [what, argv, problem] of wrong) {
  test(`${what} is an error`, async () => {
    const { code, err } = await notify(...argv);
    assert.equal(code, 1);
    assert.match(err, problem);
  });
}

test('a name that is not there is an error with the one that was meant', async () => {
  const { err } = await notify('--config', config, '--name', 'cat');
  assert.match(err, /found no "cat"; did you mean chat\?/);
});
