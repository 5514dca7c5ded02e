import { Gauge, type Registry } from 'prom-client';
import type { EnvironmentState } from './environmentState.ts';

/** Why drift is not corrected: `drift: detect` or deletes that wait, another manager that fights, or a write that failed. */
export const driftCauses = ['detected', 'fight', 'error'] as const;

export type ObjectGauges = {
  set(state: EnvironmentState): void;
  remove(environment: string): void;
};

/** Registers how many objects are in which kind of trouble now, so that an alert need not know error codes. */
export function objectGauges(registry: Registry): ObjectGauges {
  const gauge = (name: string, help: string): Gauge<'environment'> =>
    new Gauge({ name: `couplet_applier_${name}`, help, labelNames: ['environment'], registers: [registry] });
  const failed = gauge('failed_objects', 'Objects that the last run could not apply or delete.');
  const held = gauge('held_objects', 'Deletes that wait for a person.');
  const deleting = gauge('deleting_objects', 'Objects that are being deleted and are still there.');
  const unhealthy = gauge('unhealthy_objects', 'Objects that were not healthy in time, or failed for good.');
  const missing = gauge('missing_rights', 'Rights that the environment needs and RBAC does not give.');
  const drifted = new Gauge({
    name: 'couplet_applier_drifted_objects',
    help: 'Objects that are not as in the repository and were not corrected, by cause; at most 100 are counted.',
    labelNames: ['environment', 'cause'],
    registers: [registry],
  });
  return {
    set({ name: environment, ended, cluster, missing: rights }) {
      const sick = ended?.health?.result === 'degraded' ? ended.health.errors : undefined;
      failed.set({ environment }, ended?.counts.failed ?? 0);
      held.set({ environment }, ended?.counts.held ?? 0);
      deleting.set({ environment }, cluster?.deletingCount ?? 0);
      unhealthy.set({ environment }, sick === undefined ? 0 : sick.items.length + sick.more);
      missing.set({ environment }, rights === undefined ? 0 : rights.items.length + rights.more);
      const causes = [...(cluster?.troubles.values() ?? [])].map(({ code }) => causeOf(code));
      for (const cause of driftCauses) {
        drifted.set({ environment, cause }, causes.filter((found) => found === cause).length);
      }
    },
    remove(environment) {
      for (const one of [failed, held, deleting, unhealthy, missing]) one.remove({ environment });
      for (const cause of driftCauses) drifted.remove({ environment, cause });
    },
  };
}

function causeOf(code: string): (typeof driftCauses)[number] {
  if (code === 'drifted') return 'detected';
  return code === 'fight' ? 'fight' : 'error';
}
