import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { portOf } from '../../../../test/support/portOf.ts';
import { githubPush, sendPush } from '../../../../test/support/webhookSender.ts';
import { secret, testReceiver } from '../fixtures/receiver.ts';
import type { TestReceiver } from '../fixtures/receiver.ts';

const push = { ref: 'refs/heads/main', before: '1'.repeat(40), after: '2'.repeat(40) };
const large = githubPush(push, { secret, repositoryUrl: `https://example.org/${'x'.repeat(70_000)}` });

type Sender = Disposable & {
  /** A large webhook of which all but the last byte is sent; `finish` sends that. */
  readonly begin: () => Large;
  /** Resolves when the receiver has answered what came after everything before. */
  readonly turn: () => Promise<void>;
};

type Large = {
  /** Status line of the answer, or nothing when the connection was closed without. */
  readonly answer: Promise<string>;
  answered: boolean;
  finish(): void;
};

async function listen({ app }: TestReceiver): Promise<Sender> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const port = portOf(app.server);
  const lines = Object.entries({ host: 'sync', ...large.headers, 'content-length': String(large.body.length) });
  const head = `POST /sync HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const sockets: Socket[] = [];
  const begin = (): Large => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.write(head + large.body.slice(0, -1));
    const { promise, resolve } = Promise.withResolvers<string>();
    const body: Large = { answer: promise, answered: false, finish: () => socket.write(large.body.slice(-1)) };
    const end = (text: string): void => {
      body.answered = true;
      resolve(text);
      socket.destroy();
    };
    socket.on('data', (chunk) => end(chunk.toString('latin1').split('\r\n', 1)[0] ?? ''));
    socket.on('error', () => {});
    socket.on('close', () => end(''));
    return body;
  };
  const turn = async (): Promise<void> => {
    for (let count = 0; count < 3; count += 1)
      assert.equal((await sendPush(push, { url: `http://127.0.0.1:${port}`, secret })).status, 202);
  };
  return {
    begin,
    turn,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('two large bodies are received at once, the next when one of them is there', async () => {
  await using receiver = testReceiver({ now: () => 0 });
  using sender = await listen(receiver);
  const { begin, turn } = sender;
  const [first] = [begin(), begin()];
  await turn();
  const third = begin();
  third.finish();
  await turn();
  assert.equal(third.answered, false);
  first.finish();
  assert.deepEqual(await Promise.all([first.answer, third.answer]), ['HTTP/1.1 202 Accepted', 'HTTP/1.1 202 Accepted']);
});

test('sixteen large bodies may wait, and one more closes the connection of the first', async () => {
  await using receiver = testReceiver({ now: () => 0 });
  using sender = await listen(receiver);
  const { begin, turn } = sender;
  for (let count = 0; count < 2; count += 1) begin();
  await turn();
  const first = begin();
  await turn();
  for (let count = 0; count < 15; count += 1) begin();
  await turn();
  assert.equal(first.answered, false);
  begin();
  assert.equal(await first.answer, '');
});

test('a large body that takes longer than a second while others wait is shown out, and counts as a refusal', async () => {
  let now = 0;
  await using receiver = testReceiver({ now: () => now });
  using sender = await listen(receiver);
  const { begin, turn } = sender;
  const refused = async (): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    const remoteAddress = '127.0.0.1';
    return (await receiver.app.inject({ method: 'POST', url: '/sync', headers, payload: '{}', remoteAddress }))
      .statusCode;
  };
  for (let count = 0; count < 98; count += 1) assert.equal(await refused(), 401);
  const slow = [begin(), begin()];
  await turn();
  const third = begin();
  third.finish();
  await turn();
  now = 1000;
  assert.deepEqual(await Promise.all(slow.map(({ answer }) => answer)), ['', '']);
  assert.equal(await third.answer, 'HTTP/1.1 202 Accepted');
  // One of the hundred was forgiven in this second.
  assert.deepEqual([await refused(), await refused()], [401, 429]);
});
