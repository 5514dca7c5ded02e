import { checkTogether } from './check/checkTogether.ts';
import type { Draft } from './check/draft.ts';
import { readSettings, type Reading } from './check/readSettings.ts';
import type { Config } from './config.ts';
import { configSchema } from './configSchema.ts';
import type { Fault } from './fault.ts';
import type { Problem } from './problem.ts';
import { toProblems } from './toProblems.ts';
import { lineColumn } from './yaml/lineColumn.ts';
import { parseYaml } from './yaml/parseYaml.ts';

export type ConfigRead = { kind: 'valid'; config: Config } | { kind: 'invalid'; problems: Problem[] };

/** Bytes. A list of a thousand environments is a tenth of it. */
export const maxSize = 1024 * 1024;

/**
 * Reads the text of couplet.yaml. Never throws: every fault is a problem with its place, in the order of the file.
 * Pure; `file` only names the file in problems.
 */
export function parseConfig(text: string, file: string): ConfigRead {
  const size = Buffer.byteLength(text);
  if (size > maxSize) return invalid(file, `expected at most 1 MiB, found ${size} bytes`);
  // A byte order mark is no column of the first line.
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const placeOf = lineColumn(source);
  const { root, faults } = parseYaml(source);
  if (root === undefined || (root.kind === 'scalar' && root.source === '')) {
    if (faults.length > 0) return { kind: 'invalid', problems: toProblems(faults, file, placeOf) };
    return invalid(file, 'expected the settings repository and environments, found an empty file');
  }

  const reading: Reading = { faults, places: new Map() };
  const draft = readSettings(configSchema, root, '', reading);
  if (isDraft(draft)) {
    nameNamespaces(draft, reading);
    const offsetOf = (setting: string): number => nearestPlace(setting, reading.places);
    const describe = (setting: string): string => inWords(placeOf(offsetOf(setting)));
    const isWritten = (setting: string): boolean => reading.places.has(setting);
    faults.push(...checkTogether(draft, { offsetOf, describe, isWritten }));
  }
  if (isComplete(draft, faults)) return { kind: 'valid', config: draft };
  return { kind: 'invalid', problems: toProblems(faults, file, placeOf) };
}

/** `readSettings` gives each setting the type that the schema declares, or leaves it out: that is what Draft says. */
function isDraft(value: unknown): value is Draft {
  return value !== undefined;
}

/** Without a fault nothing that Config requires was left out. */
function isComplete(draft: unknown, faults: Fault[]): draft is Config {
  return isDraft(draft) && faults.length === 0;
}

/** The one problem of a file that cannot be read as a configuration at all. */
export function invalid(file: string, message: string): ConfigRead {
  return { kind: 'invalid', problems: [{ file, line: 1, column: 1, setting: '', message }] };
}

/** The default namespace is the environment's name; only here, because a schema default cannot name another setting. */
function nameNamespaces(draft: Draft, reading: Reading): void {
  for (const [index, environment] of (draft.environments ?? []).entries()) {
    const { name, namespace } = environment ?? {};
    if (environment === undefined || name === undefined || namespace !== undefined) continue;
    const wasRefused = reading.faults.some(({ setting }) => setting === `environments[${index}].namespace`);
    if (!wasRefused) environment.namespace = name;
  }
}

function nearestPlace(setting: string, places: Map<string, number>): number {
  for (let path = setting; path !== ''; path = path.replace(/(\.[^.[]*|\[[0-9]*\]|^[^.[]*)$/, '')) {
    const offset = places.get(path);
    if (offset !== undefined) return offset;
  }
  return places.get('') ?? 0;
}

function inWords({ line, column }: { line: number; column: number }): string {
  return `line ${line}, column ${column}`;
}
