import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { NotifyTarget } from '@couplet/config';
import { authority, selfSigned } from '../../../sync/src/fixtures/certificate.ts';
import { freePort } from '../../../../test/support/freePort.ts';
import { startNotifyReceiver, type NotifyReceiver } from '../../../../test/support/notifyReceiver.ts';
import { temporaryDirectory } from '../../../../test/support/temporaryDirectory.ts';
import type { Verdict } from './judgePost.ts';
import type { Notification } from './notification.ts';
import { sendNotification } from './sendNotification.ts';

const now = Date.UTC(2026, 10, 21, 13, 42, 5);
const notification: Notification = {
  id: 'ab'.repeat(16),
  event: 'failed',
  environment: 'shop',
  text: 'shop has failed',
  since: '2026-11-21T13:42:05.000Z',
};
const disposables = new AsyncDisposableStack();
let receiver: NotifyReceiver;
let directory: string;

before(async () => {
  receiver = disposables.use(await startNotifyReceiver());
  directory = disposables.use(await temporaryDirectory('send')).path;
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = (_request, response) => response.end();
});
after(() => disposables.disposeAsync());

async function send(target: Partial<NotifyTarget> = {}, deadline = 30_000): Promise<Verdict> {
  const all: NotifyTarget = { name: 'pager', format: 'generic', on: ['failed'], insecureHttp: false, ...target };
  if (all.url === undefined && all.urlFile === undefined) all.url = `${receiver.url}/hook`;
  const signal = new AbortController().signal;
  return await sendNotification(all, notification, { clock: { now: () => now }, signal, deadline });
}

/** Why it was not sent. */
async function why(target: Partial<NotifyTarget> = {}, deadline?: number): Promise<string> {
  const verdict = await send(target, deadline);
  return verdict.kind === 'sent' ? assert.fail('it was sent') : `${verdict.kind}: ${verdict.why}`;
}

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(directory, name), text);
  return join(directory, name);
}

test('a generic notification is JSON with its event, id and time in the headers', async () => {
  assert.deepEqual(await send(), { kind: 'sent' });
  const [{ method, path, headers, body } = assert.fail()] = receiver.received;
  assert.deepEqual([method, path, JSON.parse(body)], ['POST', '/hook', notification]);
  assert.partialDeepStrictEqual(headers, {
    'content-type': 'application/json',
    'x-couplet-event': 'failed',
    'x-couplet-delivery': notification.id,
    'x-couplet-timestamp': String(now / 1000),
  });
  assert.equal(headers['x-couplet-signature'], undefined);
});

test('with a key it is signed, over the time and the body', async () => {
  await send({ secret: await file('key', 'word\n') });
  const [{ headers, body } = assert.fail()] = receiver.received;
  const digest = createHmac('sha256', 'word')
    .update(`${now / 1000}.${body}`)
    .digest('hex');
  assert.equal(headers['x-couplet-signature'], `sha256=${digest}`);
});

test('the key is read again at each use', async () => {
  const secret = await file('rotated', 'old');
  await send({ secret });
  await file('rotated', 'new');
  await send({ secret });
  const [first, second] = receiver.received.map(({ headers }) => headers['x-couplet-signature']);
  assert.notEqual(first, second);
});

test('a URL out of a file keeps its query', async () => {
  await send({ urlFile: await file('url', `${receiver.url}/hook?token=word\n`) });
  assert.equal(receiver.received[0]?.path, '/hook?token=word');
});

test('a chat is sent a message, without headers that mean nothing to it', async () => {
  await send({ format: 'slack', urlFile: await file('url', `${receiver.url}/hook`) });
  const [{ headers, body } = assert.fail()] = receiver.received;
  assert.deepEqual(Object.keys(JSON.parse(body)), ['text']);
  assert.ok(!Object.keys(headers).some((name) => name.startsWith('x-couplet')));
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end(body);

const answers: readonly [string, Answer, RegExp][] = [
  ['fails', status(500), /^failed: localhost:\d+ must answer 2xx, found 500$/],
  ['refuses', status(404, {}, 'channel_not_found'), /^refused: .* found 404: channel_not_found$/],
  ['quotes the URL back', status(404, {}, 'Cannot POST /hook'), /^refused: .* found 404$/],
  ['redirects', status(307, { location: 'http://127.0.0.1/' }), /^refused: .* found 307; redirects are not followed$/],
  [
    'cuts the connection',
    (request) => request.socket.destroy(),
    /^failed: localhost:\d+ cannot be reached: it cut the /,
  ],
];
for (const [what, answer, sentence] of answers) {
  test(`a receiver that ${what} is a sentence without the URL`, async () => {
    receiver.answer = answer;
    const said = await why();
    assert.match(said, sentence);
    assert.doesNotMatch(said, /hook/);
    assert.equal(receiver.received.length, 1);
  });
}

const waits: readonly [string, string, number | undefined][] = [
  ['seconds', '120', 120_000],
  ['a date', new Date(now + 60_000).toUTCString(), 60_000],
  ['a date that is over', new Date(now - 60_000).toUTCString(), 0],
  ['a year', '31536000', 3_600_000],
  ['nonsense', 'soon', undefined],
];
for (const [what, header, pause] of waits) {
  test(`a receiver that asks for less with ${what} is waited for ${pause} ms`, async () => {
    receiver.answer = status(429, { 'retry-after': header });
    const verdict = await send();
    assert.deepEqual([verdict.kind, 'after' in verdict ? verdict.after : undefined], ['failed', pause]);
  });
}

test('a receiver that never answers is given up by the deadline', async () => {
  receiver.answer = () => {};
  assert.match(await why({}, 200), /^failed: localhost:\d+ must answer within 0\.2 s, found it silent or slow$/);
});

test('an answer whose body never ends has said all with its status', async () => {
  receiver.answer = (_request, response) => response.writeHead(200).write('{');
  assert.deepEqual(await send(), { kind: 'sent' });
});

test('a refusal whose body never ends is given up by the deadline', async () => {
  receiver.answer = (_request, response) => response.writeHead(400).write('inv');
  assert.match(await why({}, 200), /^refused: .* found 400$/);
});

test('a receiver that does not listen is named', async () => {
  assert.match(
    await why({ url: `http://127.0.0.1:${await freePort()}/hook` }),
    /^failed: 127\.0\.0\.1:\d+ cannot be .*nothing li/,
  );
});

test('a certificate that nobody vouches for is refused, and nothing is sent', async () => {
  await using secure = await startNotifyReceiver(await selfSigned(directory));
  assert.match(
    await why({ url: `${secure.url}/hook` }),
    /^failed: .*its TLS certificate is not signed by an authority/,
  );
  assert.deepEqual(secure.received, []);
});

test('a certificate of an authority of your own is refused until it is trusted', async () => {
  const own = await authority(directory);
  await using secure = await startNotifyReceiver(await own.issue('localhost'));
  assert.match(await why({ url: `${secure.url}/hook` }), /see NODE_EXTRA_CA_CERTS$/);
});

test('http where https belongs, and the other way round, are sentences', async () => {
  assert.match(await why({ url: `https://localhost:${receiver.port}/hook` }), /does not speak TLS as it should/);
});

const files: readonly [string, string | undefined, RegExp][] = [
  ['is missing', undefined, /^refused: .*\/gone must be readable, found ENOENT$/],
  ['is empty', '\n', /^refused: .*\/odd must not be empty$/],
  ['holds no URL', 'hunter2', /^refused: the URL in .*\/odd must be https:\/\/ with a host.* found something else$/],
  ['holds a login', 'https://me:hunter2@h/', /^refused: .* without user and password, found something else$/],
  ['holds http to elsewhere', 'http://hunter2.example/', /^refused: .* must be https:\/\/ \(or insecureHttp: true\)/],
];
for (const [what, text, sentence] of files) {
  test(`a file that ${what} is named, and what is in it is not shown`, async () => {
    const said = await why({ urlFile: text === undefined ? join(directory, 'gone') : await file('odd', text) });
    assert.match(said, sentence);
    assert.doesNotMatch(said, /hunter2/);
  });
}
