import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { HealthResult, RunResult } from '../events.ts';

export const runResults = [
  'applied',
  'failed',
  'stalled',
  'held',
  'superseded',
] as const satisfies readonly RunResult[];

export const healthResults = ['healthy', 'degraded'] as const satisfies readonly HealthResult[];

// The bar is 70 ms at the median and 200 ms at the 99th percentile; a first apply takes up to minutes.
const buckets = [0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300];

export type Instruments = ReturnType<typeof instruments>;

/** The metrics of the applier, registered. Durations and times are seconds, as Prometheus has it. */
export function instruments(registry: Registry) {
  const counter = <Label extends string>(
    name: string,
    help: string,
    ...labels: Label[]
  ): Counter<Label | 'environment'> => new Counter(described(name, help, labels, registry));
  const gauge = <Label extends string>(name: string, help: string, ...labels: Label[]): Gauge<Label | 'environment'> =>
    new Gauge(described(name, help, labels, registry));
  const histogram = <Label extends string>(
    name: string,
    help: string,
    ...labels: Label[]
  ): Histogram<Label | 'environment'> => new Histogram({ ...described(name, help, labels, registry), buckets });
  return {
    runs: counter('runs_total', 'Runs that ended, by result.', 'result'),
    outcomes: counter('objects_total', 'Objects of runs, by what became of them.', 'outcome'),
    requests: counter('api_requests_total', 'Requests to the API server.'),
    runDuration: histogram('run_duration_seconds', 'From the start of a run to its end.'),
    stageDuration: histogram('stage_duration_seconds', 'From the stage before to this stage of a run.', 'stage'),
    pushToApplied: histogram(
      'push_to_applied_seconds',
      'From the arrival of a webhook or call to the end of the run that applied its commit.',
    ),
    settleDuration: histogram(
      'settle_seconds',
      'From the end of a run to the moment when what it applied was found healthy or degraded.',
      'result',
    ),
    healthy: gauge(
      'healthy',
      '1 if everything that the last run applied was healthy when it was looked at last, 0 if not or not known yet.',
    ),
    errors: gauge('errors', 'Errors of the last run and of the health of what it applied, by code.', 'code'),
    lastRun: gauge('last_run_timestamp_seconds', 'When the last run ended, in seconds since 1970; 0 before the first.'),
    lastSuccess: gauge(
      'last_success_timestamp_seconds',
      'When the last run ended that applied everything; 0 before the first.',
    ),
    drift: counter('drift_total', 'Objects that somebody else changed or deleted, corrected or left alone.'),
    state: gauge('state', '1 for the state that the environment is in, 0 for every other.', 'state'),
    sync: gauge('sync_state', '1 for how news from git come in, as sync says, 0 for every other state.', 'state'),
    objects: gauge('objects', 'Manifests in the tree of the last run that loaded it.'),
  };
}

function described<Label extends string>(name: string, help: string, labels: Label[], registry: Registry) {
  const labelNames: (Label | 'environment')[] = ['environment', ...labels];
  return { name: `couplet_applier_${name}`, help, labelNames, registers: [registry] };
}
