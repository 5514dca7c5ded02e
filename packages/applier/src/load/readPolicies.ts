import { clip } from './clip.ts';
import { describeValue } from './describeValue.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { Json, JsonObject, Policies } from './manifest.ts';
import { nearestName } from './nearestName.ts';
import type { Problem } from './problem.ts';

const prefix = 'couplet.dev/';
const written = new Set([`${prefix}digest`, `${prefix}source`]);
/** The annotations that a manifest may carry. */
export const policyAnnotations = ['prune', 'wave', 'force', 'ignore-health', 'recreate', 'apply'].map(
  (name) => `${prefix}${name}`,
);
const waveLimit = 1000;
/** As many as parseManifests tells of a file. */
const problemLimit = 100;

/** Reads the annotations `couplet.dev/*` of a manifest. Pure; a policy with a problem keeps its default. */
export function readPolicies(metadata: JsonObject): { policies: Policies; problems: Problem[] } {
  const policies: Policies = { prune: true, force: true };
  const problems: Problem[] = [];
  const { annotations } = metadata;
  if (!isJsonObject(annotations)) return { policies, problems };
  for (const [key, value] of Object.entries(annotations)) {
    if (problems.length === problemLimit) break;
    if (!key.startsWith(prefix)) continue;
    const problem = readPolicy(key, value, policies);
    if (problem !== undefined)
      problems.push({ ...problem, field: `metadata.annotations[${clip(key)}]`, container: annotations, key });
  }
  return { policies, problems };
}

function readPolicy(key: string, value: Json, policies: Policies): Pick<Problem, 'code' | 'rule'> | undefined {
  switch (key) {
    case `${prefix}prune`:
    case `${prefix}force`: {
      if (value !== 'true' && value !== 'false') return invalid(key, '"true" or "false"', value);
      policies[key === `${prefix}prune` ? 'prune' : 'force'] = value === 'true';
      return undefined;
    }
    case `${prefix}ignore-health`: {
      if (value !== 'true' && value !== 'false') return invalid(key, '"true" or "false"', value);
      policies.ignoreHealth = value === 'true';
      return undefined;
    }
    case `${prefix}recreate`: {
      if (value !== 'true' && value !== 'false') return invalid(key, '"true" or "false"', value);
      policies.recreate = value === 'true';
      return undefined;
    }
    case `${prefix}apply`: {
      if (value !== 'always' && value !== 'if-not-present') return invalid(key, 'always or if-not-present', value);
      policies.ifNotPresent = value === 'if-not-present';
      return undefined;
    }
    case `${prefix}wave`: {
      const wave = typeof value === 'string' && /^[-+]?\d{1,4}$/.test(value) ? Number(value) : NaN;
      if (!(Math.abs(wave) <= waveLimit))
        return invalid(key, `an integer from -${waveLimit} to ${waveLimit} in quotes`, value);
      policies.wave = wave;
      return undefined;
    }
    default:
      return written.has(key) ? reserved(key) : unknown(key);
  }
}

function invalid(key: string, expected: string, value: Json): Pick<Problem, 'code' | 'rule'> {
  return { code: 'invalid-annotation', rule: `annotation ${key} must be ${expected}, found ${describeValue(value)}` };
}

function reserved(key: string): Pick<Problem, 'code' | 'rule'> {
  return { code: 'reserved-annotation', rule: `annotation ${key} is written by Couplet itself, found it; remove it` };
}

function unknown(key: string): Pick<Problem, 'code' | 'rule'> {
  const meant = nearestName(
    key.slice(prefix.length),
    policyAnnotations.map((name) => name.slice(prefix.length)),
  );
  const hint = meant === undefined ? '' : `; did you mean ${prefix}${meant}?`;
  const rule = `annotations ${prefix}* must be one of ${policyAnnotations.join(', ')}, found ${describeValue(key)}${hint}`;
  return { code: 'unknown-annotation', rule };
}
