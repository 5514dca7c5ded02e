import { Counter, Gauge, type Registry } from 'prom-client';
import { actionNames } from './actions/actions.ts';

export type ControlMetrics = {
  leads(leads: boolean): void;
  /** `answer`: the HTTP status. */
  acted(environment: string, action: string, answer: number): void;
};

/** Registers the metrics of what no run tells: who writes, and what people ask for of these environments. */
export function controlMetrics(registry: Registry, environments: () => string[] = () => []): ControlMetrics {
  const registers = [registry];
  const leader = new Gauge({
    name: 'couplet_applier_leader',
    help: '1 while this applier holds the lease and may write, 0 while it does not.',
    registers,
  });
  const losses = new Counter({
    name: 'couplet_applier_lease_losses_total',
    help: 'Times that this applier lost the lease while it worked.',
    registers,
  });
  let isLeading = false;
  const actions = new Counter({
    name: 'couplet_applier_actions_total',
    help: 'Actions that were asked for with the right token, by HTTP status of the answer.',
    labelNames: ['environment', 'action', 'answer'],
    registers,
    collect() {
      for (const environment of environments())
        for (const action of actionNames) this.inc({ environment, action, answer: 202 }, 0);
    },
  });
  leader.set(0);
  return {
    leads(leads) {
      if (isLeading && !leads) losses.inc();
      isLeading = leads;
      leader.set(leads ? 1 : 0);
    },
    acted: (environment, action, answer) => actions.inc({ environment, action, answer }),
  };
}
