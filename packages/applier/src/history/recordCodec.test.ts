import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { runRecord } from './fixtures/runRecords.ts';
import { decodeRecord, encodeRecord, mostBytes } from './recordCodec.ts';
import type { RunRecord } from './runRecord.ts';

const full: RunRecord = runRecord({
  rollback: { commit: 'a'.repeat(40), tree: 'b'.repeat(40) },
  plan: { apply: 1, prune: 2, unchanged: 3, held: 4, id: 'abc' },
  changes: [{ id: 'ConfigMap/shop/a', outcome: 'held', file: 'a.yaml', line: 3, reason: 'too many' }],
  errors: [{ code: 'forbidden', message: 'no', id: 'i', file: 'f', line: 1, document: 2, field: '.x', manager: 'm' }],
  warnings: [{ code: 'drifted', message: 'yes' }],
  notes: [{ message: 'status was left out', file: 'a.yaml', line: 2, document: 1 }],
  skipped: [{ path: 'link', reason: 'symlink' }],
  more: { changes: 1, errors: 2, warnings: 3, notes: 4, skipped: 5 },
  repeated: { times: 3, since: '2026-11-21T13:42:05.030Z' },
});

/** What somebody may make of a record who unpacks it, edits it and packs it again. */
function edited(change: (content: { version: unknown; run: Record<string, unknown> }) => void): RunRecord | undefined {
  const content = JSON.parse(gunzipSync(encodeRecord(full)).toString());
  change(content);
  return decodeRecord(gzipSync(JSON.stringify(content)));
}

/** Text that no compression makes smaller than it is. */
function noise(length: number, seed: number): string {
  let text = '';
  for (let part = 0; text.length < length; part += 1)
    text += createHash('sha512').update(`${seed}-${part}`).digest('base64');
  return text.slice(0, length);
}

test('what is kept is read again, every key of it', () => {
  assert.deepEqual(decodeRecord(encodeRecord(full)), full);
});

test('a record of 500 changes and errors that no compression helps is cut to 64 KiB, and counts what it lost', () => {
  const changes = Array.from({ length: 500 }, (_, index) => ({ id: noise(2000, index), outcome: 'failed' as const }));
  const errors = changes.map(({ id: message }) => ({ code: 'invalid', message }));
  const bytes = encodeRecord(runRecord({ changes, errors, more: { errors: 7 } }));
  assert.ok(bytes.length <= mostBytes, `${bytes.length} bytes`);
  const read = decodeRecord(bytes);
  assert.deepEqual(read?.changes[0], changes[0], 'the first stay');
  assert.equal((read?.changes.length ?? 0) + (read?.more?.changes ?? 0), 500);
  assert.equal((read?.errors.length ?? 0) + (read?.more?.errors ?? 0), 507);
});

test('a record that fits keeps 500 changes', () => {
  const changes = Array.from({ length: 500 }, (_, index) => ({
    id: `ConfigMap/shop/${index}`,
    outcome: 'created' as const,
  }));
  assert.equal(decodeRecord(encodeRecord(runRecord({ changes })))?.changes.length, 500);
});

const nonsense: [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['bytes that are not gzip', Buffer.from('{}')],
  ['JSON that is cut off', gzipSync('{"version":1,"run":{')],
  ['null', gzipSync('null')],
  ['a list', gzipSync('[]')],
  ['no run', gzipSync('{"version":1}')],
  ['a run that is a text', gzipSync('{"version":1,"run":"x"}')],
  ['a bomb of zeros', gzipSync(Buffer.alloc(40 * 1024 * 1024))],
  ['more than 64 KiB', gzipSync(JSON.stringify({ version: 1, run: { ...full, x: noise(100_000, 1) } }))],
];
for (const [what, bytes] of nonsense) {
  test(`${what} is no record`, () => assert.equal(decodeRecord(bytes), undefined));
}

test('what another version wrote is left out', () => {
  assert.equal(
    edited((content) => (content.version = 2)),
    undefined,
  );
  assert.deepEqual(
    edited(() => {}),
    full,
  );
});

for (const key of [
  'id',
  'environment',
  'trigger',
  'publication',
  'startedAt',
  'endedAt',
  'result',
  'counts',
  'changes',
]) {
  test(`a record whose ${key} makes no sense is none`, () => {
    assert.equal(
      edited(({ run }) => (run[key] = 7)),
      undefined,
    );
  });
}

test('an optional key that makes no sense is left out alone, and so is one that nobody knows', () => {
  const { health: _, ...rest } = full;
  const read = edited(({ run }) => Object.assign(run, { health: { result: 'fine' }, further: 1 }));
  assert.deepEqual(read, rest);
});

test('an item of a list that makes no sense is left out alone', () => {
  const read = edited(({ run }) => (run['errors'] = [null, { code: 'x' }, { code: 'x', message: 'y', cause: 'z' }]));
  assert.deepEqual(read?.errors, [{ code: 'x', message: 'y' }]);
});

test('a text of any length is bounded', () => {
  const read = edited(({ run }) => Object.assign(run, { errors: [{ code: 'x', message: 'y'.repeat(500_000) }] }));
  assert.equal(read?.errors[0]?.message.length, 2000);
});

test('keys of prototypes are data and no more', () => {
  const content = gunzipSync(encodeRecord(full)).toString().replace('"run":{', '"run":{"__proto__":{"polluted":1},');
  const read = decodeRecord(gzipSync(content));
  assert.deepEqual([read, Reflect.get({}, 'polluted')], [full, undefined]);
});
