import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { test } from 'node:test';
import { freePort } from '../../../../test/support/freePort.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import { askSync } from './askSync.ts';
import type { SyncAnswer } from './syncAnswer.ts';

const never = new AbortController().signal;

/** What is learned from a sync that answers like this, and where it was. */
async function learned(listener: RequestListener, timeout = 10_000): Promise<{ answer: SyncAnswer; base: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${portOf(server)}`;
  const sync = askSync({ base: () => base, timeout });
  try {
    return { answer: await sync.ask(never), base };
  } finally {
    sync.close();
    server.closeAllConnections();
    server.close();
  }
}

test('the environments of sync are learned from its status', async () => {
  let asked: string | undefined;
  const { answer } = await learned((request, response) => {
    asked = `${request.method} ${request.url}`;
    response.end(JSON.stringify({ environments: [{ name: 'shop', state: 'unchanged' }] }));
  });
  const shop = { name: 'shop', state: 'unchanged' };
  assert.deepEqual([asked, answer], ['GET /status', { kind: 'status', environments: new Map([['shop', shop]]) }]);
});

test('a sync that is not there is silence with its address, and never a rejection', async () => {
  const base = `http://127.0.0.1:${await freePort()}`;
  const sync = askSync({ base: () => base });
  const why = `Cannot ask sync at ${base}: nothing listens there; is sync running, and is sync.internal the same for both programs?`;
  assert.deepEqual(await sync.ask(never), { kind: 'silence', why });
});

const faults: [string, RequestListener, RegExp][] = [
  ['another program', (_, response) => void response.writeHead(404).end(), /found 404; .*, see sync\.internal$/],
  [
    'an answer of another shape',
    (_, response) => void response.end('[]'),
    /: the answer must be an object, found a list$/,
  ],
  [
    'an answer that is no JSON',
    (_, response) => void response.end('<html>'),
    /: its answer must be JSON, found something/,
  ],
];
for (const [name, listener, expected] of faults) {
  test(`${name} is silence that says what was found`, async () => {
    const { answer, base } = await learned(listener);
    const why = answer.kind === 'silence' ? answer.why : '';
    assert.ok(why.startsWith(`Cannot ask sync at ${base}: `), why);
    assert.match(why, expected);
  });
}

test('an answer that does not come is not waited for', async () => {
  const { answer } = await learned(() => {}, 50);
  assert.match(
    answer.kind === 'silence' ? answer.why : '',
    /: it must answer within 0\.05 s, found it silent or slow$/,
  );
});

test('an answer without end is left', async () => {
  const piece = Buffer.alloc(64 * 1024, ' ');
  const { answer } = await learned((_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', write);
    write();
  });
  assert.match(answer.kind === 'silence' ? answer.why : '', /: its answer may have 4194304 bytes, found more$/);
});
