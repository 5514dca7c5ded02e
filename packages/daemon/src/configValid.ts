import { Gauge, type Registry } from 'prom-client';

/**
 * Registers `couplet_config_valid`: 1 while the configuration file as it is now is in use, 0 while a bad edit keeps the
 * last good one in use. Starts at 1, because no program starts with an invalid file. Call the answer at each change.
 */
export function configValid(registry: Registry): (valid: boolean) => void {
  const gauge = new Gauge({
    name: 'couplet_config_valid',
    help: '1 if the configuration file is valid and in use, 0 if the last good one is used instead.',
    registers: [registry],
  });
  gauge.set(1);
  return (valid) => gauge.set(valid ? 1 : 0);
}
