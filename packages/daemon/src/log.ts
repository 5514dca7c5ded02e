import { destination, type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { redactValue } from './redactValue.ts';

export type Log = Logger;

/**
 * JSON lines: ISO time, level by name, `name`, then fields; constant messages are the caller's part.
 * Credentials are taken out where the finished line leaves, so that no field, child, serializer or message passes by;
 * keys named `data`, `token`, `password` and the like never show their value.
 * @param options.level pino's level names; default 'info'
 * @param options.destination default: standard output, written synchronously
 */
export function createLog(options: { name: string; level?: string; destination?: DestinationStream }): Log {
  const settings = {
    base: { name: options.name },
    level: options.level ?? 'info',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.err, error: stdSerializers.err },
    hooks: { streamWrite: redactLine },
  };
  // Written synchronously: the last lines before a crash are those that matter.
  return pino(settings, options.destination ?? destination({ dest: 1, sync: true }));
}

// JSON leaves these raw, and there are readers that take them for a line break, a terminal sequence or a change of the
// direction of writing.
const unsafeCharacters = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function redactLine(line: string): string {
  try {
    return `${JSON.stringify(redactValue(JSON.parse(line))).replaceAll(unsafeCharacters, escape)}\n`;
  } catch {
    return '{"level":"error","msg":"Cannot log: a line must be JSON, found something else"}\n';
  }
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
