import { parseArgs } from 'node:util';
import { readCommand, type Help, type Usage } from '../readCommand.ts';

export type NotifyArguments = { kind: 'notify'; config: string; name?: string } | Help | Usage;

/** Reads what follows `applier notify`. Never throws. */
export function notifyArguments(argv: string[]): NotifyArguments {
  const options = { config: { type: 'string' }, name: { type: 'string' }, help: { type: 'boolean' } } as const;
  return readCommand(
    () => parseArgs({ args: argv, options }),
    (config, { name }): NotifyArguments => ({ kind: 'notify', config, ...(name !== undefined && { name }) }),
  );
}

export const notifyHelp = `Usage: node packages/applier/src/main.ts notify --config couplet.yaml [--name NAME]

Sends each receiver of applier.notify a notification with the event "test", once, and says what it answered. Needs no
cluster, and changes nothing.

  --config FILE   the configuration that sync and applier share
  --name NAME     this receiver only
  --help          print this text

Exit code: 0 every receiver took it, 1 one did not, or an error.
`;
