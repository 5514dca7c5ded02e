import { canonicalBody } from './canonicalBody.ts';
import { checkMetadata } from './checkMetadata.ts';
import { definedKind } from './definedKind.ts';
import { digestOf } from './digestOf.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { Identity, JsonObject, Manifest, Source } from './manifest.ts';
import type { Problem } from './problem.ts';
import { readIdentity } from './readIdentity.ts';
import { readPolicies } from './readPolicies.ts';
import { stripServerFields } from './stripServerFields.ts';

/** The API server refuses larger requests with 413. */
const bodyLimit = 3 * 1024 * 1024;
/** etcd's default limit for a request (`--max-request-bytes`). */
const storeLimit = 1.5 * 1024 * 1024;

export type ManifestRead =
  | { kind: 'manifest'; manifest: Manifest; notes: string[] }
  | { kind: 'refused'; id?: string; problems: Problem[] };

/** Checks one object and makes a manifest of it. Pure; all its problems are found, not only the first. */
export function readManifest(value: JsonObject, source: Source, ordinal: number): ManifestRead {
  const { identity, problems: identityProblems } = readIdentity(value);
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {};
  const { policies, problems: policyProblems } = readPolicies(metadata);
  const problems = [...identityProblems, ...checkMetadata(metadata), ...policyProblems];
  if (identity === undefined) return { kind: 'refused', problems };
  if (problems.length > 0) return { kind: 'refused', id: idOf(identity), problems };

  const { body, stripped } = stripServerFields(value);
  const canonical = canonicalBody(body);
  const size = Buffer.byteLength(canonical);
  if (size > bodyLimit) return { kind: 'refused', id: idOf(identity), problems: [tooLarge(size, value)] };
  const defines = definedKind(body);
  const manifest: Manifest = {
    ...identity,
    source,
    ordinal,
    digest: digestOf(canonical),
    policies,
    ...(defines === undefined ? {} : { defines }),
    body,
    canonical,
  };
  return { kind: 'manifest', manifest, notes: notesOf(identity, stripped, size) };
}

function idOf({ group, kind, namespace, name }: Identity): string {
  return [group === '' ? kind : `${kind}.${group}`, namespace, name].filter((part) => part !== undefined).join('/');
}

function tooLarge(size: number, container: JsonObject): Problem {
  const rule = `the JSON of an object must have at most ${bodyLimit} bytes, which is what the API server accepts, found ${size}`;
  return { code: 'too-large', rule, field: '', container };
}

function notesOf(identity: Identity, stripped: string[], size: number): string[] {
  const notes: string[] = [];
  if (stripped.length === 0 && size <= storeLimit) return notes;
  const id = idOf(identity);
  if (stripped.length > 0) notes.push(`${id}: left out ${stripped.join(', ')}, which only the server writes`);
  if (size > storeLimit)
    notes.push(`${id}: its JSON has ${size} bytes; etcd refuses over ${storeLimit} unless it is configured otherwise`);
  return notes;
}
