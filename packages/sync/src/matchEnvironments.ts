import type { Environment } from '@couplet/config';

/** The environments that follow a ref, written in full as GitHub does (`refs/heads/main`) or as in couplet.yaml. */
export function matchEnvironments(environments: readonly Environment[], ref: string): Environment[] {
  return environments.filter((one) => [one.ref, `refs/heads/${one.ref}`, `refs/tags/${one.ref}`].includes(ref));
}
