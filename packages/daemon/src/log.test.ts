import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastify } from 'fastify';
import { createLog, type Log } from './log.ts';

const secret = 'hunter2-s3cr3t';

function capture(level?: string): { log: Log; written: string[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return { log: createLog({ name: 'test', destination, ...(level !== undefined && { level }) }), written };
}

test('a line is JSON with time, level, name and message', () => {
  const { log, written } = capture();
  log.info({ commit: 'abc' }, 'published');
  const { time, ...rest } = JSON.parse(written[0] ?? '');
  assert.deepEqual(rest, { level: 'info', name: 'test', commit: 'abc', msg: 'published' });
  assert.equal(new Date(time).toISOString(), time);
});

test('the level decides what is written', () => {
  const { log, written } = capture('warn');
  log.info('no');
  log.warn('yes');
  assert.equal(written.length, 1);
});

test('debug lines are left out unless asked for', () => {
  const { log, written } = capture();
  log.debug('no');
  assert.deepEqual(written, []);
});

test('an error is written with its causes', () => {
  const { log, written } = capture();
  log.error({ err: new Error('Cannot fetch', { cause: new Error('reset') }) }, 'pass failed');
  const { err } = JSON.parse(written[0] ?? '');
  assert.equal(err.message, 'Cannot fetch: reset');
  assert.match(err.stack, /log\.test\.ts/);
});

const withFields = Object.assign(new Error('answered 401'), {
  request: { headers: { Authorization: `Bearer ${secret}` }, auth: { username: 'me', password: secret } },
  response: { body: Buffer.from(secret) },
});
const circular: Record<string, unknown> = { token: secret };
circular['self'] = circular;

const shapes: Record<string, (log: Log) => void> = {
  'a field': (log) => log.info({ token: secret }, 'x'),
  'a deep field': (log) => log.info({ a: { b: { c: { d: [{ password: secret }] } } } }, 'x'),
  'a header': (log) => log.info({ headers: { authorization: `Bearer ${secret}`, cookie: secret } }, 'x'),
  'a manifest': (log) =>
    log.info({ manifest: { kind: 'Secret', data: { a: secret }, stringData: { a: secret } } }, 'x'),
  'a child': (log) => log.child({ token: secret, url: `https://me:${secret}@a` }).info('x'),
  'a child with serializers': (log) =>
    log.child({}, { serializers: { a: () => ({ token: secret }) } }).info({ a: 1 }, 'x'),
  'a child of a child': (log) =>
    log
      .child({ a: 1 })
      .child({ b: { password: secret } })
      .info('x'),
  'later bindings': (log) => log.setBindings({ secret }),
  'a message': (log) => log.info(`Cannot fetch https://me:${secret}@example.org`),
  'a formatted message': (log) => log.info('sent %s', `Authorization: Bearer ${secret}`),
  'a formatted object': (log) => log.info('sent %j', { authorization: `Bearer ${secret}` }),
  'the message of an error': (log) => log.error(new Error(`Cannot fetch https://${secret}@example.org`)),
  'the cause of an error': (log) =>
    log.error({ err: new Error('a', { cause: new Error(`b https://u:${secret}@c`) }) }, 'x'),
  'an aggregate of errors': (log) => log.error(new AggregateError([new Error(`https://u:${secret}@c`)], 'all')),
  'fields of an error': (log) => log.error({ err: withFields }, 'x'),
  'an error under another name': (log) => log.error({ error: withFields }, 'x'),
  'something with toJSON': (log) => log.info({ a: { toJSON: () => ({ password: secret }) } }, 'x'),
  'a URL': (log) => log.info({ url: new URL(`https://me:${secret}@example.org`) }, 'x'),
  bytes: (log) => log.info({ body: Buffer.from(secret) }, 'x'),
  'a circle': (log) => log.info({ circular }, 'x'),
  'a key': (log) => log.info({ [`https://me:${secret}@example.org`]: 1 }, 'x'),
  'JSON as text': (log) =>
    log.info({ body: JSON.stringify({ kind: 'Secret', stringData: { password: secret } }) }, 'x'),
};

for (const [shape, write] of Object.entries(shapes)) {
  test(`a secret in ${shape} is not written`, () => {
    const { log, written } = capture();
    write(log);
    log.info('after');
    assert.ok(written.length >= 1);
    const output = written.join('');
    assert.doesNotMatch(output, /hunter2|s3cr3t/);
    assert.ok(!output.includes(Buffer.from(secret).toString('base64')));
    assert.ok(!output.includes([...Buffer.from(secret)].join(',')), 'as numbers');
  });
}

test('a secret in the request of a server is not written', async () => {
  const { log, written } = capture();
  const app = fastify({ loggerInstance: log });
  app.get('/', (request) => {
    request.log.info({ headers: request.headers }, 'got');
    throw new Error(`Cannot ask https://me:${secret}@example.org`);
  });
  await app.inject({
    url: `/?token=${secret}`,
    headers: { authorization: `Bearer ${secret}`, 'x-gitlab-token': secret },
  });
  assert.ok(written.length >= 3);
  assert.doesNotMatch(written.join(''), /hunter2/);
});

const invisible = (character: string): boolean => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(character);
const nasty = 'a\r\n{"level":"fatal"}\n\u001b[31mred\u001b[0m\u0000\u009b31m\u0085\u2028\u202e<script>"\'';

for (const [where, write] of Object.entries<(log: Log) => void>({
  'a message': (log) => log.info(nasty),
  'a field': (log) => log.info({ author: nasty }, 'x'),
  'a key': (log) => log.info({ [nasty]: 1 }, 'x'),
  'an error': (log) => log.error(new Error(nasty)),
  'a child': (log) => log.child({ ref: nasty }).info('x'),
})) {
  test(`line breaks and terminal sequences in ${where} stay within one line`, () => {
    const { log, written } = capture();
    write(log);
    const output = written.join('');
    assert.deepEqual(Array.from(output).filter(invisible), ['\n'], 'one line break and nothing else');
    assert.ok(JSON.stringify(JSON.parse(output)).includes('script'), 'the text is still there');
  });
}

test('1 MB of text in a message, a field and an error makes a short line', () => {
  const { log, written } = capture();
  const long = 'x'.repeat(1_000_000);
  log.error({ err: new Error(long), subject: long }, long);
  assert.ok((written[0] ?? '').length < 50_000);
});

test('what cannot be written as JSON does not stop the program', () => {
  const { log, written } = capture();
  let deep: unknown = 1;
  for (let n = 0; n < 50_000; n += 1) deep = { deep };
  log.info({ deep, big: 2n ** 70n, fn: () => {}, symbol: Symbol('s') }, 'odd');
  assert.equal(JSON.parse(written[0] ?? '').msg, 'odd');
});
