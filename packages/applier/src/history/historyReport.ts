import type { Health, Log } from '@couplet/daemon';
import type { Registry } from 'prom-client';
import { explainFailure } from '../explainFailure.ts';
import { historyMetrics } from './historyMetrics.ts';

export type HistoryReport = {
  /** The history of an environment is kept from now on, or no more. */
  opened(environment: string): void;
  closed(environment: string): void;
  /** It was read or written; undefined: that went well. */
  tried(environment: string, failure: unknown): void;
};

type Deps = { registry: Registry; health: Health; log: Pick<Log, 'info' | 'warn'>; held: () => Map<string, number> };

/** Says when the history cannot be read or written: in metrics, in health as a notice, and once in the log. */
export function historyReport({ registry, health, log, held }: Deps): HistoryReport {
  const errors = historyMetrics(registry, held);
  const failing = new Map<string, string>();
  const told = (): void => {
    const [message] = failing.values();
    health.set('history', message === undefined ? 'ok' : { notice: message });
  };
  return {
    opened: (environment) => errors.inc({ environment }, 0),
    closed(environment) {
      errors.remove({ environment });
      if (failing.delete(environment)) told();
    },
    tried(environment, failure) {
      if (failure === undefined) {
        if (!failing.delete(environment)) return;
        log.info({ environment }, 'the history is kept again');
        return told();
      }
      errors.inc({ environment });
      const found = explainFailure(failure, { verb: 'write', id: `the history of environment ${environment}` });
      const message = `${found.map((one) => one.message).join('; ')}; it is tried again, and runs go on`;
      if (!failing.has(environment)) log.warn({ environment, err: failure }, 'the history cannot be kept');
      failing.set(environment, message);
      told();
    },
  };
}
