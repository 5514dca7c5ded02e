import { Counter, Gauge, type Registry } from 'prom-client';

/** Registers the metrics of the history. `held`: runs by environment, as many as there are now. */
export function historyMetrics(registry: Registry, held: () => Map<string, number>): Counter<'environment'> {
  const runs = new Gauge({
    name: 'couplet_applier_history_runs',
    help: 'Runs in the history, at most 50.',
    labelNames: ['environment'],
    registers: [],
    collect() {
      this.reset();
      for (const [environment, count] of held()) this.set({ environment }, count);
    },
  });
  registry.registerMetric(runs);
  return new Counter({
    name: 'couplet_applier_history_write_errors_total',
    help: 'Tries to write the history, or to read it before, that failed; they are made again.',
    labelNames: ['environment'],
    registers: [registry],
  });
}
