import { configValid } from '@couplet/daemon';
import type { Health, Log } from '@couplet/daemon';
import type { Registry } from 'prom-client';
import type { Emit } from '../events.ts';
import { foldHealth } from './foldHealth.ts';
import { foldLog } from './foldLog.ts';
import { foldMetrics } from './foldMetrics.ts';
import { Records } from './records.ts';
import { emptyStatus, foldStatus } from './status.ts';
import type { Status } from './status.ts';

export type Reports = { readonly emit: Emit; readonly status: () => Status; readonly records: Records };

/** Everything that is told about sync, as folds over its events: log, metrics, health, status and records of requests. */
export function foldEvents(deps: { log: Log; registry: Registry; health: Health }): Reports {
  const records = new Records();
  const setValid = configValid(deps.registry);
  const folds: readonly Emit[] = [
    foldLog(deps.log),
    foldMetrics(deps.registry),
    foldHealth(deps.health),
    (event) => records.add(event),
    (event) => event.kind === 'configuration' && setValid(event.problems.length === 0),
  ];
  let status = emptyStatus;
  return {
    emit(event) {
      status = foldStatus(status, event);
      for (const fold of folds) fold(event);
    },
    status: () => status,
    records,
  };
}
