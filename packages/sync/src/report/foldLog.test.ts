import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@couplet/daemon';
import { commitId } from '@couplet/volume';
import type { SyncEvent } from '../events.ts';
import { foldLog } from './foldLog.ts';

function logged(...events: SyncEvent[]): string[] {
  const lines: string[] = [];
  const log = createLog({ name: 'sync', destination: { write: (line: string) => void lines.push(line) } });
  const fold = foldLog(log);
  for (const event of events) fold(event);
  return lines.map((line) => String(JSON.parse(line).msg));
}

const commit = commitId('1'.repeat(40));
const stalled: SyncEvent = {
  kind: 'environment',
  at: 0,
  pass: 1,
  environment: 'a',
  outcome: { state: 'stalled', why: 'w', todo: 't' },
  requests: [],
};

test('an environment that stays stalled is told once', () => {
  assert.deepEqual(logged(stalled, stalled), ['nothing to publish from']);
});

test('an environment that stalls again after a publication is told again', () => {
  const published: SyncEvent = { ...stalled, outcome: { state: 'published', commit, files: 1, skipped: 0 } };
  assert.deepEqual(logged(stalled, published, stalled), [
    'nothing to publish from',
    'published',
    'nothing to publish from',
  ]);
});

test('a pass without news is not worth a line', () => {
  assert.deepEqual(logged({ ...stalled, outcome: { state: 'unchanged', commit } }), []);
});

test('a search for a commit is told when it begins and when it is given up, a wait when it ends', () => {
  const request = { id: 'r', provider: 'github', receivedAt: 0, environments: ['a'] };
  const about = { at: 0, pass: 1, environment: 'a', wanted: commit, why: 'w', request };
  const lines = logged(
    { kind: 'sought', ...about },
    { kind: 'givenUp', ...about },
    { kind: 'waited', at: 0, request: 'r', until: 'applied', result: 'timeout', seconds: 1 },
  );
  assert.deepEqual(lines, [
    'commit not listed yet, will be looked for again',
    'commit not listed, given up; polling goes on',
    'wait ended',
  ]);
});
