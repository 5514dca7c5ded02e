import { parseArgs } from 'node:util';
import { exitCode, type ExitCode } from './exitCode.ts';
import { version } from './version.ts';

export type Arguments =
  | { kind: 'run'; config: string }
  | { kind: 'check'; config: string }
  | { kind: 'ask'; path: '/healthz' | '/readyz'; config: string }
  | { kind: 'print'; text: string; code: ExitCode };

/**
 * Reads the command line. Never throws: what is wrong comes back as text to print.
 * @param argv what follows the script, that is `process.argv.slice(2)`
 */
export function parseArguments(argv: string[], program: string, help: string): Arguments {
  const usage = (problem: string): Arguments => ({
    kind: 'print',
    text: `Cannot start ${program}: ${problem}\n\n${help}`,
    code: exitCode.usage,
  });
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        config: { type: 'string', multiple: true },
        check: { type: 'boolean' },
        health: { type: 'boolean' },
        ready: { type: 'boolean' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
    if (values.help) return { kind: 'print', text: help, code: exitCode.ok };
    if (values.version) return { kind: 'print', text: `${program} ${version}`, code: exitCode.ok };
    const [config, another] = values.config ?? [];
    if (another !== undefined) return usage('--config must be given once, found it twice');
    if (!config) return usage('--config FILE must be given, found no file');
    const chosen = (['check', 'health', 'ready'] as const).filter((option) => values[option]);
    if (chosen.length > 1) return usage(`one of --check, --health, --ready may be given, found ${chosen.length}`);
    if (values.health) return { kind: 'ask', path: '/healthz', config };
    if (values.ready) return { kind: 'ask', path: '/readyz', config };
    return { kind: values.check ? 'check' : 'run', config };
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}
