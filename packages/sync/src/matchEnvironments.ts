import type { Environment } from '@couplet/config';

/**
 * The environments that follow a ref, written in full as GitHub does (`refs/heads/main`) or as in couplet.yaml. Any branch may
 * be the one that HEAD stands for: only the repository knows.
 */
export function matchEnvironments(environments: readonly Environment[], ref: string): Environment[] {
  return environments.filter((one) => follows(one.ref, ref) || (one.ref === 'HEAD' && ref.startsWith('refs/heads/')));
}

/** Whether a pushed ref is the configured one, as far as its name tells. */
function follows(configured: string, ref: string): boolean {
  return [configured, `refs/heads/${configured}`, `refs/tags/${configured}`].includes(ref);
}
