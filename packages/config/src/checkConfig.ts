import type { Config } from './config.ts';
import { describeConfig } from './describeConfig.ts';
import { formatProblem } from './problem.ts';
import { readConfig } from './readConfig.ts';

/**
 * What `--check` prints: what the configuration means, or everything that is wrong with it. `refuse` lets a program add
 * the reason for which it cannot work with a configuration that is valid in itself.
 */
export async function checkConfig(
  file: string,
  refuse: (config: Config) => string | undefined = () => undefined,
): Promise<{ ok: boolean; text: string }> {
  const read = await readConfig(file);
  if (read.kind === 'invalid') return { ok: false, text: read.problems.map(formatProblem).join('\n') };
  const refusal = refuse(read.config);
  return refusal === undefined ? { ok: true, text: describeConfig(read.config) } : { ok: false, text: refusal };
}
