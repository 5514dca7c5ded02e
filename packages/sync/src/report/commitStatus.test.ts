import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@couplet/daemon';
import { Registry } from 'prom-client';
import type { SyncEvent } from '../events.ts';
import { foldLog } from './foldLog.ts';
import { foldMetrics } from './foldMetrics.ts';
import { emptyStatus, foldStatus } from './status.ts';
import type { Status } from './status.ts';

const sent: SyncEvent = {
  kind: 'commitStatus',
  at: 0,
  environment: 'a',
  commit: '1'.repeat(40),
  state: 'pending',
  result: 'sent',
};
const refused: SyncEvent = { ...sent, result: 'refused', why: 'Cannot set it' };
const off: SyncEvent = { kind: 'commitStatuses', at: 0, off: 'there is no token' };
const on: SyncEvent = { kind: 'commitStatuses', at: 0 };

function after(...events: SyncEvent[]): Status['commitStatus'] {
  let status = emptyStatus;
  for (const event of events) status = foldStatus(status, event);
  return status.commitStatus;
}

test('the status says whether commit statuses are sent, and if not, why', () => {
  assert.deepEqual(after(off), { state: 'off', why: 'there is no token' });
  assert.deepEqual(after(off, on), { state: 'on' });
});

test('what could not be sent stays in the status until one is sent', () => {
  const { environment, commit } = sent;
  const problem = { at: '1970-01-01T00:00:00.000Z', environment, commit, why: 'Cannot set it' };
  assert.deepEqual(after(on, refused), { state: 'on', problem });
  assert.deepEqual(after(on, refused, sent), { state: 'on' });
});

test('commit statuses are counted by environment and result, from 0', async () => {
  const registry = new Registry();
  const fold = foldMetrics(registry);
  for (const event of [{ kind: 'configuration', at: 0, problems: [], environments: ['a'] } as const, refused])
    fold(event);
  const lines = (await registry.metrics()).split('\n');
  assert.ok(lines.includes('couplet_sync_commit_statuses_total{environment="a",result="refused"} 1'));
  assert.ok(lines.includes('couplet_sync_commit_statuses_total{environment="a",result="sent"} 0'));
});

test('what could not be sent is a warning with its reason, what was sent is no line', () => {
  const lines: string[] = [];
  const log = createLog({ name: 'sync', destination: { write: (line: string) => void lines.push(line) } });
  for (const event of [sent, refused]) foldLog(log)(event);
  const told = lines.map((line) => JSON.parse(line)).map(({ level, msg, why }) => [level, msg, why]);
  assert.deepEqual(told, [['warn', 'commit status not sent', 'Cannot set it']]);
});
