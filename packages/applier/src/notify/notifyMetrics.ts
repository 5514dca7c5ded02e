import { Counter, type Registry } from 'prom-client';

export const notifyResults = ['sent', 'failed', 'refused'] as const;

export type NotifyMetrics = { count(receiver: string, result: (typeof notifyResults)[number]): void };

/** Registers the metric of notifications; `receivers` start at 0. */
export function notifyMetrics(registry: Registry, receivers: readonly string[]): NotifyMetrics {
  const total = new Counter({
    name: 'couplet_applier_notifications_total',
    help: 'Tries to notify a receiver, by result; failed and refused ones are tried again.',
    labelNames: ['name', 'result'],
    registers: [registry],
  });
  for (const name of receivers) for (const result of notifyResults) total.inc({ name, result }, 0);
  return { count: (name, result) => total.inc({ name, result }) };
}
