import { settings } from '@couplet/config';

const used = settings.filter(({ path }) => !path.startsWith('applier'));
const width = Math.max(...used.map(({ path }) => path.length));

/** What `--help` prints. */
export const help = `Usage: node packages/sync/src/main.ts --config couplet.yaml [--check]

Follows a git repository and publishes each environment's directory on the shared volume.

  --config FILE   the configuration that sync and applier share
  --check         say what the configuration means, then stop
  --version       print the version
  --help          print this text

Settings:
${used.map(({ path, description }) => `  ${path.padEnd(width)}  ${description}`).join('\n')}
`;
