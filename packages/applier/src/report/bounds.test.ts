import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunError } from '../events.ts';
import { longestText } from './bound.ts';
import type { EnvironmentStatus } from './environmentStatus.ts';
import { configured, ended, immutable, loaded, planned, publication, started, told } from './fixtures/events.ts';
import { Status } from './status.ts';

function statusAfter(...events: Parameters<Status['record']>[0][]): EnvironmentStatus {
  const status = new Status();
  for (const event of [configured, ...events]) status.record(event);
  const found = status.get('shop');
  assert.ok(found);
  return found;
}

const many = (count: number, text = ''): RunError[] =>
  Array.from({ length: count }, (_, index) => ({ code: 'invalid', message: `error ${index}${text}` }));

test('1,000 errors are kept at most, and the last one says how many more there are', () => {
  const { errors } = statusAfter(started(), loaded(33, many(5000)), ended(50, 'failed', many(5000)));
  assert.deepEqual(
    [errors?.length, errors?.at(-1)?.message],
    [1000, 'Cannot show every error: at most 999 are kept, found 4001 more'],
  );
});

test('errors that come object by object are counted once when the end repeats them', () => {
  const errors = many(1200).map((error, index) => ({ ...error, id: `ConfigMap/shop/c${index}` }));
  const objects = errors.map((error) => told(40, { kind: 'object', id: error.id, outcome: 'failed', error }));
  const { more, counts } = statusAfter(started(), planned(34), ...objects, ended(50, 'failed', errors));
  assert.deepEqual([more?.errors, counts?.failed], [201, 1200]);
});

test('a text of one megabyte is kept as 10,000 characters at most', () => {
  const long = 'A'.repeat(1_000_000);
  const hostile = publication({ subject: long, author: long, ref: long });
  const error = { ...immutable, message: long, id: long, file: long, field: long, manager: long, code: long };
  const { published, ref, errors } = statusAfter(started(30, { publication: hostile }), ended(50, 'failed', [error]));
  const texts = [ref, published?.subject, published?.author, ...Object.values(errors?.[0] ?? {})];
  assert.ok(texts.every((text) => typeof text === 'number' || (text !== undefined && text.length <= longestText)));
});

test('the errors of an environment take two million characters at most', () => {
  const { errors } = statusAfter(started(), ended(50, 'failed', many(999, 'B'.repeat(9000))));
  assert.ok(JSON.stringify(errors).length < 2_010_000);
});

test('ten thousand objects that went well are counted and not kept', () => {
  const objects = Array.from({ length: 10_000 }, (_, index) =>
    told(40, { kind: 'object', id: `ConfigMap/shop/c${index}`, outcome: 'created' }),
  );
  const found = statusAfter(started(), ...objects, ended(50, 'applied'));
  assert.deepEqual([found.counts?.created, JSON.stringify(found).includes('ConfigMap')], [10_000, false]);
});

test('held objects beyond 999 are counted', () => {
  const objects = Array.from({ length: 1500 }, (_, index) =>
    told(40, { kind: 'object', id: `ConfigMap/shop/c${index}`, outcome: 'held' }),
  );
  const { held, more } = statusAfter(started(), ...objects, ended(50, 'held'));
  assert.deepEqual([held?.objects.length, more?.held], [999, 501]);
});

test('what an event carries beside its facts is not kept', () => {
  const secret = 'hunter2';
  const error = { ...immutable, cause: secret, body: { data: { password: secret } } };
  const from = { ...publication(), token: secret, repository: `https://user:${secret}@git.example/acme/config.git` };
  const found = statusAfter(started(30, { publication: from }), loaded(33, [error]), ended(50, 'failed', [error]));
  assert.ok(!JSON.stringify(found).includes(secret));
});

test('credentials in the text of an error are taken out', () => {
  const error = {
    ...immutable,
    message: 'GET https://user:hunter2@git.example/ failed, Authorization: Bearer hunter2',
  };
  assert.ok(!JSON.stringify(statusAfter(started(), ended(50, 'failed', [error]))).includes('hunter2'));
});
