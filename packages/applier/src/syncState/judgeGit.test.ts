import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GitFacts } from './gitFacts.ts';
import { judgeGit, type Circumstances, type GitMemory } from './judgeGit.ts';
import type { SyncAnswer, SyncEnvironment } from './syncAnswer.ts';

const start = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;
const at = (ms: number): string => new Date(start + ms).toISOString();
const silence: SyncAnswer = { kind: 'silence', why: 'Cannot ask sync' };

function says(environment: Omit<SyncEnvironment, 'name'>): SyncAnswer {
  return { kind: 'status', environments: new Map([['shop', { name: 'shop', ...environment }]]) };
}

const read = (ms: number): SyncAnswer => says({ state: 'unchanged', readAt: at(ms) });
const failed = (since: number, tries: number, readAt?: number): SyncAnswer =>
  says({
    state: 'failed',
    error: { why: 'w', since: at(since), tries },
    ...(readAt !== undefined && { readAt: at(readAt) }),
  });

/** What is known of shop after these answers, each at so many milliseconds after the start of the applier. */
function after(...answers: [ms: number, answer: SyncAnswer][]): GitFacts | undefined {
  let memory: GitMemory | undefined;
  let answeredAt: number | undefined;
  for (const [ms, answer] of answers) {
    if (answer.kind === 'status') answeredAt = start + ms;
    const known = answeredAt === undefined ? {} : { answeredAt };
    const circumstances: Circumstances = {
      now: start + ms,
      startedAt: start,
      patience: minute,
      poll: minute,
      ...known,
    };
    memory = judgeGit('shop', memory, answer, circumstances);
  }
  return memory?.facts;
}

test('while git is read nothing changes from pass to pass', () => {
  assert.deepEqual(
    [after([0, read(0)]), after([0, read(0)], [minute, read(minute)])],
    [{ state: 'ok' }, { state: 'ok' }],
  );
});

describe('a pass that fails', () => {
  const facts = { since: at(0), readAt: at(-5_000), message: 'w' };

  test('is tried again for a minute', () => {
    assert.deepEqual(after([59_000, failed(0, 4, -5_000)]), { state: 'retrying', tries: 4, ...facts });
  });

  test('is failing after a minute', () => {
    assert.deepEqual(after([60_000, failed(0, 5, -5_000)]), { state: 'failing', tries: 5, ...facts });
  });

  test('is over with the first that succeeds', () => {
    assert.deepEqual(after([minute, failed(0, 5)], [minute + 1, read(minute)]), { state: 'ok' });
  });

  test('is as old as the applier remembers, when sync has started anew since', () => {
    const found = after([0, read(0)], [minute, failed(30_000, 3, 0)], [2 * minute, failed(110_000, 1)]);
    assert.deepEqual(found, { state: 'failing', since: at(30_000), readAt: at(0), tries: 1, message: 'w' });
  });

  test('of a sync that does not count begins when it was seen', () => {
    const older = says({ state: 'failed', error: { why: 'w' } });
    assert.deepEqual(after([5_000, older], [6_000, older]), { state: 'retrying', since: at(5_000), message: 'w' });
  });
});

test('what a push or a person has to end is stalled at once, with what to do', () => {
  const answer = says({ state: 'stalled', error: { why: 'w', todo: 't', since: at(0), tries: 1 } });
  const facts = { state: 'stalled', since: at(0), tries: 1, message: 'w', todo: 't' };
  assert.deepEqual(after([1_000, answer]), facts);
});

describe('a sync that does not answer', () => {
  test('is no news for a minute: what was known stays', () => {
    assert.deepEqual(after([0, read(0)], [5_000, silence], [59_000, silence]), { state: 'ok' });
  });

  test('is unreachable after a minute, since it answered last', () => {
    const found = after([10_000, read(9_000)], [15_000, silence], [70_000, silence]);
    assert.deepEqual(found, { state: 'unreachable', since: at(10_000), readAt: at(9_000), message: 'Cannot ask sync' });
  });

  test('was away if it answers again', () => {
    assert.deepEqual(after([0, read(0)], [60_000, silence], [65_000, read(64_000)]), { state: 'ok' });
  });

  test('from the start on is not known yet for a minute', () => {
    assert.deepEqual(after([0, silence], [59_000, silence]), { state: 'unknown' });
  });

  test('has not answered since the applier started after a minute', () => {
    const message = 'sync has not answered since the applier started: Cannot ask sync';
    assert.deepEqual(after([0, silence], [minute, silence]), { state: 'unreachable', since: at(0), message });
  });
});

describe('a sync that starts anew', () => {
  const waiting = says({ state: 'waiting' });

  test('is no news for a minute', () => {
    assert.deepEqual(after([0, read(0)], [1_000, waiting], [60_000, waiting]), { state: 'ok' });
  });

  test('and does not come to the environment is failing', () => {
    const found = after([0, read(0)], [1_000, waiting], [61_000, waiting]);
    assert.equal(found?.state, 'failing');
    assert.match(found?.message ?? '', /^sync has not come to this environment since it started/);
  });

  test('while git is away does not make it well', () => {
    assert.equal(after([minute, failed(0, 5)], [minute + 1, waiting])?.state, 'failing');
  });
});

test('an environment that sync does not know is told after a minute', () => {
  const empty: SyncAnswer = { kind: 'status', environments: new Map() };
  const found = after([0, empty], [minute, empty]);
  assert.equal(
    found?.message,
    'Cannot follow shop: sync must have it in its configuration, found that it does not know it',
  );
});

test('a sync whose passes have stood still for longer than one may take is failing', () => {
  const found = after([0, read(0)], [12 * minute, read(0)]);
  assert.deepEqual([found?.state, found?.since, found?.readAt], ['failing', at(0), at(0)]);
});
