import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { version } from './version.ts';

/**
 * A registry of its own with the process metrics that prom-client collects by default, and
 * `couplet_build_info{component,version}`, always 1. Each room registers its own metrics on it.
 */
export function createMetrics(name: string): { registry: Registry } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const info = new Gauge({
    name: 'couplet_build_info',
    help: 'Always 1; the labels say which program this is and in which version.',
    labelNames: ['component', 'version'],
    registers: [registry],
  });
  info.set({ component: name, version }, 1);
  return { registry };
}
