import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitId } from '@couplet/volume';
import { Registry } from 'prom-client';
import type { SyncEvent } from '../events.ts';
import { foldMetrics } from './foldMetrics.ts';

const commit = commitId('1'.repeat(40));

async function after(...events: SyncEvent[]): Promise<string[]> {
  const registry = new Registry();
  const fold = foldMetrics(registry);
  for (const event of events) fold(event);
  return (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#'));
}

test('every result of a pass is there from the start, at 0', async () => {
  const lines = await after();
  for (const result of ['published', 'unchanged', 'stalled', 'failed']) {
    assert.ok(lines.includes(`couplet_sync_passes_total{result="${result}"} 0`));
  }
});

test('an unchanged pass is counted apart and is a success', async () => {
  const lines = await after({ kind: 'passEnded', at: 5000, pass: 1, result: 'unchanged', seconds: 1 });
  assert.ok(lines.includes('couplet_sync_passes_total{result="unchanged"} 1'));
  assert.ok(lines.includes('couplet_sync_last_success_timestamp_seconds 5'));
});

test('a failed pass is no success', async () => {
  const lines = await after({ kind: 'passEnded', at: 5000, pass: 1, result: 'failed', seconds: 1 });
  assert.ok(lines.includes('couplet_sync_last_success_timestamp_seconds 0'));
});

test('publications are counted by environment, from 0', async () => {
  const outcome = { state: 'published', commit, files: 1, skipped: 0 } as const;
  const lines = await after(
    { kind: 'configuration', at: 0, problems: [], environments: ['a', 'b'] },
    { kind: 'environment', at: 0, pass: 1, environment: 'a', outcome, requests: [] },
  );
  assert.ok(lines.includes('couplet_sync_publications_total{environment="a"} 1'));
  assert.ok(lines.includes('couplet_sync_publications_total{environment="b"} 0'));
});

test('requests, bytes and stages are counted', async () => {
  const lines = await after(
    { kind: 'answered', at: 0, provider: 'github', answer: 401 },
    { kind: 'bytes', count: 7 },
    { kind: 'stage', at: 0, pass: 1, stage: 'fetch', seconds: 2 },
  );
  assert.ok(lines.includes('couplet_sync_requests_total{provider="github",answer="401"} 1'));
  assert.ok(lines.includes('couplet_sync_fetch_bytes_total 7'));
  assert.ok(lines.includes('couplet_sync_stage_duration_seconds_sum{stage="fetch"} 2'));
});

test('waits are counted by how they ended, from 0, and who waits now is shown', async () => {
  const lines = await after(
    { kind: 'waiting', waiters: 3 },
    { kind: 'waited', at: 0, request: 'r', until: 'applied', result: 'timeout', seconds: 1 },
  );
  for (const line of ['waits_total{result="timeout"} 1', 'waits_total{result="reached"} 0', 'waiters 3'])
    assert.ok(lines.includes(`couplet_sync_${line}`), line);
});

test('the state of each environment is that of its last pass, and what is removed has none', async () => {
  const configuration = { kind: 'configuration', at: 0, problems: [], environments: ['a', 'b', 'c'] } as const;
  const outcome = { state: 'stalled', why: 'gone', todo: 'push it' } as const;
  const lines = await after(
    configuration,
    { kind: 'environment', at: 0, pass: 1, environment: 'a', outcome, requests: [] },
    { kind: 'environment', at: 0, pass: 1, environment: 'b', outcome: { state: 'unchanged', commit }, requests: [] },
    configuration,
    { kind: 'removed', at: 0, environment: 'c' },
  );
  assert.deepEqual(
    lines.filter((line) => line.startsWith('couplet_sync_state')).map((line) => line.replace('couplet_sync_state', '')),
    [
      '{environment="a",state="published"} 0',
      '{environment="a",state="stalled"} 1',
      '{environment="a",state="failed"} 0',
      '{environment="b",state="published"} 1',
      '{environment="b",state="stalled"} 0',
      '{environment="b",state="failed"} 0',
    ],
  );
});
