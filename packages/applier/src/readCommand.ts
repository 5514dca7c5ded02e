export type Help = { kind: 'help' };
export type Usage = { kind: 'usage'; problem: string };

/** What every sub-command takes. */
type Values = { config?: string | undefined; help?: boolean | undefined };

/**
 * Reads the arguments of a sub-command: `parse` is its `parseArgs`, whose error becomes a usage problem, and `make` gets
 * the values when there is a configuration and nobody asked for help. Never throws.
 */
export function readCommand<V extends Values, T>(
  parse: () => { values: V },
  make: (config: string, values: V) => T | Usage,
): T | Help | Usage {
  try {
    const { values } = parse();
    if (values.help) return { kind: 'help' };
    if (!values.config) return { kind: 'usage', problem: '--config FILE must be given, found no file' };
    return make(values.config, values);
  } catch (error) {
    return { kind: 'usage', problem: error instanceof Error ? error.message : String(error) };
  }
}
