import { formatSettings } from '@couplet/config';

/** What `--help` prints. */
export const help = `Usage: node packages/applier/src/main.ts --config couplet.yaml [--check]

Applies what sync publishes on the shared volume to a Kubernetes cluster, and shows a status page.

  --config FILE   the configuration that sync and applier share
  --check         say what the configuration means, then stop
  --version       print the version
  --help          print this text

Settings:
${formatSettings()}
`;
