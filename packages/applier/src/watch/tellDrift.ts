import type { Drift, RunError } from '../events.ts';
import type { JsonObject, ManifestEntry, Source } from '../load/manifest.ts';
import { describeDrift } from './describeDrift.ts';
import type { DriftItem } from './driftLedger.ts';

/** What is told of one object: who took what. A body that cannot be read leaves the fields unnamed. */
export async function tellDrift(
  item: DriftItem,
  entry: ManifestEntry,
  readBody: (entry: ManifestEntry) => Promise<JsonObject>,
): Promise<Omit<Drift, 'corrected'>> {
  const { id, deleted, evidence } = item;
  const { source } = entry;
  if (deleted) return { id, source, fields: [], deleted };
  if (evidence.length === 0) return { id, source, fields: [] };
  try {
    return { id, source, ...describeDrift(await readBody(entry), evidence) };
  } catch {
    return { id, source, fields: [] };
  }
}

/** Somebody sets the same fields again and again: the object is left alone for a while. */
export function fightError(drift: Omit<Drift, 'corrected'>, times: number, restMs: number): RunError {
  const { id, manager, fields } = drift;
  const who =
    drift.deleted === true ? 'somebody deleting it' : `${manager ?? 'somebody'} changing ${listFields(fields)}`;
  const message =
    `Cannot keep ${id} as in the repository: nobody else may set what it sets, found ${who} after ${times} corrections ` +
    `within a minute; the next one waits ${Math.ceil(restMs / 1000)} s. Stop the other manager, or leave the field to it by removing it from the manifest`;
  return { code: 'fight', ...place(drift), message };
}

/** With `drift: detect`, or while deletes wait for a person. */
export function leftAlone(drift: Omit<Drift, 'corrected'>, why: string): RunError {
  const { id, manager, fields } = drift;
  const what =
    drift.deleted === true ? 'somebody deleted it' : `${manager ?? 'somebody else'} changed ${listFields(fields)}`;
  return { code: 'drifted', ...place(drift), message: `${id} is not as in the repository: ${what}, and ${why}` };
}

function place({
  id,
  manager,
  fields: [field],
  source,
}: Omit<Drift, 'corrected'>): Pick<RunError, 'id' | 'manager' | 'field'> & Source {
  return { id, ...source, ...(field !== undefined && { field }), ...(manager !== undefined && { manager }) };
}

function listFields(fields: readonly string[]): string {
  if (fields.length === 0) return 'a field';
  const more = fields.length > 3 ? ` and ${fields.length - 3} more` : '';
  return fields.slice(0, 3).join(', ') + more;
}
