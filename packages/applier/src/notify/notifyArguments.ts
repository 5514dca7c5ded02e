import { parseArgs } from 'node:util';

export type NotifyArguments =
  | { kind: 'notify'; config: string; name?: string }
  | { kind: 'help' }
  | { kind: 'usage'; problem: string };

/** Reads what follows `applier notify`. Never throws. */
export function notifyArguments(argv: string[]): NotifyArguments {
  try {
    const { values } = parseArgs({
      args: argv,
      options: { config: { type: 'string' }, name: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help) return { kind: 'help' };
    const { config, name } = values;
    if (!config) return { kind: 'usage', problem: '--config FILE must be given, found no file' };
    return { kind: 'notify', config, ...(name !== undefined && { name }) };
  } catch (error) {
    return { kind: 'usage', problem: error instanceof Error ? error.message : String(error) };
  }
}

export const notifyHelp = `Usage: node packages/applier/src/main.ts notify --config couplet.yaml [--name NAME]

Sends each receiver of applier.notify a notification with the event "test", once, and says what it answered. Needs no
cluster, and changes nothing.

  --config FILE   the configuration that sync and applier share
  --name NAME     this receiver only
  --help          print this text

Exit code: 0 every receiver took it, 1 one did not, or an error.
`;
