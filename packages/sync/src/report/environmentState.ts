import { Gauge, type Registry } from 'prom-client';
import type { Outcome } from '../events.ts';

const states = ['published', 'stalled', 'failed'] as const;

export type EnvironmentState = {
  /** All states start at 0, until a pass has come to the environment. */
  know(environment: string): void;
  set(environment: string, outcome: Outcome['state']): void;
  forget(environment: string): void;
};

/** Registers how the last pass came out for each environment; `unchanged` is `published`: nothing newer is there. */
export function environmentState(registry: Registry): EnvironmentState {
  const gauge = new Gauge({
    name: 'couplet_sync_state',
    help: '1 for how the last pass came out for the environment, 0 for every other state.',
    labelNames: ['environment', 'state'],
    registers: [registry],
  });
  const known = new Set<string>();
  const show = (environment: string, current?: string): void => {
    known.add(environment);
    for (const state of states) gauge.set({ environment, state }, state === current ? 1 : 0);
  };
  return {
    know: (environment) => known.has(environment) || show(environment),
    set: (environment, outcome) => show(environment, outcome === 'unchanged' ? 'published' : outcome),
    forget(environment) {
      known.delete(environment);
      for (const state of states) gauge.remove({ environment, state });
    },
  };
}
