import { formatSettings } from './formatSettings.ts';

/** What `--help` of one of the two programs prints; `purpose` is a sentence. */
export function formatHelp(program: 'sync' | 'applier', purpose: string): string {
  return `Usage: node packages/${program}/src/main.ts --config couplet.yaml [--check|--health|--ready]

${purpose}

  --config FILE   the configuration that sync and applier share
  --check         say what the configuration means, then stop
  --health        ask the one that runs with this configuration whether it is live, then stop; code 1 if it is not
  --ready         the same, whether it is ready
  --version       print the version
  --help          print this text

Settings:
${formatSettings()}
`;
}
