import { Counter, Gauge, type Registry } from 'prom-client';

export type ControlMetrics = {
  leads(leads: boolean): void;
  /** `answer`: the HTTP status. */
  acted(environment: string, action: string, answer: number): void;
};

/** Registers the metrics of what no run tells: who writes, and what people ask for. */
export function controlMetrics(registry: Registry): ControlMetrics {
  const registers = [registry];
  const leader = new Gauge({
    name: 'couplet_applier_leader',
    help: '1 while this applier holds the lease and may write, 0 while it does not.',
    registers,
  });
  const actions = new Counter({
    name: 'couplet_applier_actions_total',
    help: 'Actions that were asked for with the right token, by HTTP status of the answer.',
    labelNames: ['environment', 'action', 'answer'],
    registers,
  });
  leader.set(0);
  return {
    leads: (leads) => leader.set(leads ? 1 : 0),
    acted: (environment, action, answer) => actions.inc({ environment, action, answer }),
  };
}
