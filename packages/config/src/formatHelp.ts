import { formatSettings } from './formatSettings.ts';

/** What `--help` of one of the two programs prints; `purpose` is a sentence. */
export function formatHelp(program: 'sync' | 'applier', purpose: string): string {
  return `Usage: node packages/${program}/src/main.ts --config couplet.yaml [--check]

${purpose}

  --config FILE   the configuration that sync and applier share
  --check         say what the configuration means, then stop
  --version       print the version
  --help          print this text

Settings:
${formatSettings()}
`;
}
