import type { Registry } from 'prom-client';
import { historyMetrics } from '../../packages/applier/src/history/historyMetrics.ts';
import { notifyMetrics } from '../../packages/applier/src/notify/notifyMetrics.ts';
import { controlMetrics } from '../../packages/applier/src/report/controlMetrics.ts';
import { configured, failedRun } from '../../packages/applier/src/report/fixtures/events.ts';
import { applierMetrics } from '../../packages/applier/src/report/metrics.ts';
import { configValid, createMetrics } from '../../packages/daemon/src/index.ts';
import { foldMetrics } from '../../packages/sync/src/report/foldMetrics.ts';

/** What both programs serve on `/metrics`, with an environment `shop`, one error and one answer of each kind. */
export function metricsOf(): { sync: Registry; applier: Registry } {
  const { registry: sync } = createMetrics('sync');
  const fold = foldMetrics(sync);
  fold({ kind: 'configuration', at: 0, problems: [], environments: ['shop'] });
  configValid(sync);

  const { registry: applier } = createMetrics('applier');
  const record = applierMetrics(applier);
  for (const event of [configured, ...failedRun()]) record(event);
  controlMetrics(applier).acted('shop', 'run', 202);
  configValid(applier);
  notifyMetrics(applier, ['chat']);
  historyMetrics(applier, () => new Map([['shop', 1]])).inc({ environment: 'shop' }, 0);
  return { sync, applier };
}
