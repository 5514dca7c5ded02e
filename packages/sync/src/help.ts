import { formatSettings } from '@couplet/config';

/** What `--help` prints. */
export const help = `Usage: node packages/sync/src/main.ts --config couplet.yaml [--check]

Follows a git repository and publishes each environment's directory on the shared volume.

  --config FILE   the configuration that sync and applier share
  --check         say what the configuration means, then stop
  --version       print the version
  --help          print this text

Settings:
${formatSettings()}
`;
