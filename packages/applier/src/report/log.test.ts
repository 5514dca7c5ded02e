import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@couplet/daemon';
import type { ApplierEvent } from '../events.ts';
import { appliedRun, configured, ended, failedRun, immutable, publication, started, told } from './fixtures/events.ts';
import { recordLog } from './log.ts';

function linesOf(...events: ApplierEvent[]): Record<string, unknown>[] {
  const written: string[] = [];
  const log = createLog({ name: 'applier', destination: { write: (line) => void written.push(line) } });
  for (const event of events) recordLog(log, event);
  return written
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const messages = (lines: Record<string, unknown>[]): unknown[] => lines.map(({ msg }) => msg);

test('an applied run has a line for its start and one for its end', () => {
  assert.deepEqual(messages(linesOf(...appliedRun())), ['run started', 'run ended']);
});

test('a failed object has one line, though the end of the run repeats its error', () => {
  assert.deepEqual(messages(linesOf(...failedRun())), ['run started', 'object failed', 'run ended']);
});

test('an error that belongs to no object has a line', () => {
  const error = { code: 'yaml-syntax', message: 'Cannot parse', file: 'shop/web.yaml', line: 3 };
  const [line] = linesOf(ended(50, 'failed', [error]));
  assert.partialDeepStrictEqual(line, { msg: 'run error', ...error });
});

test('an error of the environment as a whole has a line', () => {
  assert.equal(linesOf(ended(50, 'failed', [{ ...immutable, id: 'environment shop' }]))[0]?.['msg'], 'run error');
});

test('every line of a run carries its id', () => {
  const warned = told(40, { kind: 'warned', error: immutable }, 'r7');
  assert.deepEqual(new Set(linesOf(...failedRun('r7'), warned).map(({ run }) => run)), new Set(['r7']));
});

test('the end of a run that failed is a warning with its result', () => {
  const { level, result, errors, requests } = linesOf(...failedRun()).at(-1) ?? {};
  assert.deepEqual({ level, result, errors, requests }, { level: 'warn', result: 'failed', errors: 1, requests: 4 });
});

test('a thousand errors without an object do not flood the log', () => {
  const errors = Array.from({ length: 1000 }, (_, index) => ({ code: 'yaml-syntax', message: `error ${index}` }));
  const lines = linesOf(ended(50, 'failed', errors));
  assert.deepEqual([lines.length, lines.at(-1)?.['unlogged']], [101, 900]);
});

test('drift has a line for each object, with who took what and whether it was corrected', () => {
  const source = { file: 'shop/web.yaml', line: 1, document: 1 };
  const drift = { id: 'Deployment.apps/shop/web', manager: 'hpa', fields: ['.spec.replicas'], corrected: true, source };
  const left = { ...drift, corrected: false, error: { code: 'fight', message: 'again and again' } };
  const event = { environment: 'shop', at: 0, kind: 'drifted' as const, objects: [drift, left], requests: 1 };
  const lines = linesOf(event).map(({ level, msg, manager, fields, code }) => ({ level, msg, manager, fields, code }));
  const facts = { manager: 'hpa', fields: ['.spec.replicas'] };
  assert.deepEqual(lines, [
    { level: 'info', msg: 'drift corrected', ...facts, code: undefined },
    { level: 'warn', msg: 'drift not corrected', ...facts, code: 'fight' },
  ]);
  const many = Array.from({ length: 150 }, () => drift);
  assert.equal(linesOf({ ...event, objects: many }).at(-1)?.['unlogged'], 50);
});

test('hostile text stays within one line', () => {
  const error = { ...immutable, message: 'first\r\nsecond \u001b[31m' };
  assert.equal(linesOf(told(40, { kind: 'object', id: 'a/b', outcome: 'failed', error })).length, 1);
});

test('credentials in a repository are not logged', () => {
  const from = publication({ repository: 'https://user:hunter2@git.example/config.git' });
  assert.ok(!JSON.stringify(linesOf(started(30, { publication: from }))).includes('hunter2'));
});

test('an environment that is configured is logged as suspended or not', () => {
  assert.deepEqual(
    linesOf(configured).map(({ msg, suspended }) => [msg, suspended]),
    [['environment configured', false]],
  );
});
