import { describeConfig, formatProblem, readConfig } from '@couplet/config';
import { refuseRepository } from './refuseRepository.ts';

/** What `--check` prints: what the configuration means, or everything that is wrong with it. */
export async function checkConfig(file: string): Promise<{ ok: boolean; text: string }> {
  const read = await readConfig(file);
  if (read.kind === 'invalid') return { ok: false, text: read.problems.map(formatProblem).join('\n') };
  const refusal = refuseRepository(read.config.repository.url);
  return refusal === undefined ? { ok: true, text: describeConfig(read.config) } : { ok: false, text: refusal };
}
