import { parseArgs } from 'node:util';
import { readCommand, type Help, type Usage } from '../readCommand.ts';

export type PlanArguments =
  | { kind: 'plan'; config: string; environment: string; from?: string; output: 'text' | 'json' }
  | Help
  | Usage;

/** Reads what follows `applier plan`. Never throws. */
export function planArguments(argv: string[]): PlanArguments {
  const options = {
    config: { type: 'string' },
    environment: { type: 'string' },
    from: { type: 'string' },
    output: { type: 'string', short: 'o', default: 'text' },
    help: { type: 'boolean' },
  } as const;
  return readCommand(
    () => parseArgs({ args: argv, options }),
    (config, { environment, from, output }): PlanArguments => {
      if (!environment) return { kind: 'usage', problem: '--environment NAME must be given, found no name' };
      if (output !== 'text' && output !== 'json') {
        return { kind: 'usage', problem: `--output must be text or json, found ${JSON.stringify(output)}` };
      }
      return { kind: 'plan', config, environment, output, ...(from === undefined ? {} : { from }) };
    },
  );
}

export const planHelp = `Usage: node packages/applier/src/main.ts plan --config couplet.yaml --environment NAME [--from DIRECTORY]

Shows what a pass would do to the cluster now, field by field, and writes nothing. Everything that would be applied is
sent to the API server as a dry-run. Values of Secrets are not shown.

  --config FILE        the configuration that sync and applier share
  --environment NAME   one of its environments
  --from DIRECTORY     a checkout of the repository (its root); without it, what sync published on the volume
  --output text|json   default text
  --help               print this text

Exit code: 0 nothing would change, 2 something would change, 1 an error.
`;
