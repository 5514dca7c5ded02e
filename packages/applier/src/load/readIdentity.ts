import { describeValue } from './describeValue.ts';
import type { FaultCode } from './faultCodes.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { Identity, Json, JsonObject } from './manifest.ts';
import type { Problem } from './problem.ts';
import { unrendered } from './refusal.ts';

type Rule = { field: string; code: FaultCode; form: RegExp; longest: number; rule: string; optional?: true };

const apiVersion: Rule = {
  field: 'apiVersion',
  code: 'invalid-field',
  form: /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[a-z0-9]+$/,
  longest: 253 + 1 + 63,
  rule: 'it must be a version, or a group, a slash and a version',
};
const kind: Rule = {
  field: 'kind',
  code: 'invalid-field',
  form: /^[A-Za-z][A-Za-z0-9]*$/,
  longest: 63,
  rule: 'it must be letters and digits',
};
/** IsValidPathSegmentName of apimachinery (api/validation/path): the name becomes a segment of a URL. */
const name: Rule = {
  field: 'metadata.name',
  code: 'invalid-name',
  form: /^(?!\.{1,2}$)[^/%]+$/s,
  longest: 253,
  rule: 'it must not be . or .., hold no / or %, and have at most 253 characters',
};
/** DNS label of RFC 1123. */
const namespace: Rule = {
  field: 'metadata.namespace',
  code: 'invalid-namespace',
  form: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
  longest: 63,
  rule: 'it must be a DNS label: a-z, 0-9 and -, at most 63 characters',
  optional: true,
};

/** Reads what names the object of a body. Pure; without problems the identity is safe to build a URL of. */
export function readIdentity(body: JsonObject): { identity?: Identity; problems: Problem[] } {
  const problems: Problem[] = [];
  const read = (container: JsonObject, key: string, rule: Rule): string | undefined => {
    const value = container[key];
    const problem = check(value, rule);
    if (problem !== undefined) problems.push({ ...problem, field: rule.field, container, key });
    return typeof value === 'string' && problem === undefined ? value : undefined;
  };
  const found = { apiVersion: read(body, 'apiVersion', apiVersion), kind: read(body, 'kind', kind) };
  const { metadata } = body;
  if (!isJsonObject(metadata)) {
    problems.push(noMetadata(body, metadata));
    return { problems };
  }
  const named = read(metadata, 'name', name);
  const placed = metadata['namespace'] === '' ? undefined : read(metadata, 'namespace', namespace);
  if (problems.length > 0 || found.apiVersion === undefined || found.kind === undefined || named === undefined)
    return { problems };
  const slash = found.apiVersion.indexOf('/');
  return {
    problems,
    identity: {
      apiVersion: found.apiVersion,
      group: found.apiVersion.slice(0, Math.max(0, slash)),
      version: found.apiVersion.slice(slash + 1),
      kind: found.kind,
      name: named,
      ...(placed === undefined ? {} : { namespace: placed }),
    },
  };
}

function check(
  value: Json | undefined,
  { field, code, form, longest, rule, optional }: Rule,
): Pick<Problem, 'code' | 'rule'> | undefined {
  if (value === undefined || value === null || value === '') {
    return optional
      ? undefined
      : { code: 'missing-field', rule: `${field} must be set, found ${describeValue(value)}` };
  }
  if (typeof value !== 'string') {
    return {
      code: 'invalid-field',
      rule: `${field} must be a string, found ${describeValue(value)}`,
    };
  }
  if (value.includes('{{')) return { code: 'unrendered-template', rule: unrendered };
  if (value.length <= longest && form.test(value)) return undefined;
  const length = value.length > longest ? ` with ${value.length} characters` : '';
  return { code, rule: `${field}: ${rule}, found ${describeValue(value)}${length}` };
}

function noMetadata(body: JsonObject, metadata: Json | undefined): Problem {
  const missing = metadata === undefined || metadata === null;
  return {
    code: missing ? 'missing-field' : 'invalid-field',
    rule: `metadata must be a mapping with a name, found ${missing || typeof metadata === 'object' ? describeValue(metadata) : `a ${typeof metadata}`}`,
    field: 'metadata',
    container: body,
    key: 'metadata',
  };
}
