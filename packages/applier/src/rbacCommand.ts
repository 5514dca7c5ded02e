import { formatProblem, nearestName, readConfig, type Config, type Environment } from '@couplet/config';
import { systemClock } from '@couplet/daemon';
import { ApiClient } from './apply/apiClient.ts';
import { openConnection } from './apply/connection.ts';
import { discoverKinds } from './apply/discoverKinds.ts';
import { ownNamespaceOf } from './ownNamespace.ts';
import { openManifests } from './preview/openManifests.ts';
import { formatRbac } from './rbac/formatRbac.ts';
import { grantRules } from './rbac/grantRules.ts';
import { rbacArguments, rbacHelp, type RbacArguments } from './rbac/rbacArguments.ts';
import { rbacNeeds, type RbacNeeds } from './rbac/rbacNeeds.ts';
import { rbacNotes } from './rbac/rbacNotes.ts';
import { visible } from './report/page/visible.ts';

/** What `applier rbac` prints, and its exit code: 0 all of it, 2 something could not be read, 1 an error. */
export type RbacAnswer = { code: 0 | 1 | 2; out: string; err: string };

type Wanted = Extract<RbacArguments, { kind: 'rbac' }>;

/** `applier rbac`: the least that RBAC must allow for what the repository holds. Writes nothing. Never rejects. */
export async function rbacCommand(argv: string[], signal: AbortSignal): Promise<RbacAnswer> {
  const wanted = rbacArguments(argv);
  if (wanted.kind === 'help') return { code: 0, out: rbacHelp, err: '' };
  if (wanted.kind === 'usage') return refusal(`Cannot print RBAC: ${wanted.problem}\n\n${rbacHelp}`);
  try {
    const read = await readConfig(wanted.config);
    if (read.kind === 'invalid') return refusal(`${read.problems.map(formatProblem).join('\n')}\n`);
    return await printRbac(read.config, wanted, signal);
  } catch (error) {
    return refusal(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function refusal(err: string): RbacAnswer {
  return { code: 1, out: '', err };
}

async function printRbac(config: Config, wanted: Wanted, signal: AbortSignal): Promise<RbacAnswer> {
  const connection = openConnection(config.applier.kubeconfig, () => systemClock.now());
  const { concurrency } = config.applier;
  const api = new ApiClient({ connection, concurrency, sleep: (ms, until) => systemClock.sleep(ms, until) });
  await using temporary = new AsyncDisposableStack();
  temporary.defer(() => api.close());
  const ownNamespace = wanted.namespace ?? (await ownNamespaceOf(config.applier, connection));
  const place = { volume: config.volume, directory: wanted.from, verb: 'print RBAC', temporary, signal };
  const discovered = await discoverKinds(api, signal);
  const all: RbacNeeds[] = [];
  const sources: string[] = [];
  const faults: string[] = [];
  for (const environment of chosen(config, wanted.environment)) {
    const { index, from } = await openManifests(environment, place);
    const entries = [...index.entries()];
    const readBody = index.readBody.bind(index);
    all.push(await rbacNeeds({ environment, ownNamespace, discovered, entries, readBody }));
    sources.push(`environment ${environment.name} (${from})`);
    faults.push(...index.faults().map(({ message, file, line }) => `${message} (${file}:${line ?? 1})`));
  }
  const together = {
    creates: all.flatMap(({ creates }) => creates),
    grants: all.flatMap(({ grants }) => grants),
    missing: [...faults, ...all.flatMap(({ missing }) => missing)],
    kinds: new Set(all.flatMap(({ kinds }) => [...kinds])),
  };
  const out = formatRbac({
    grants: grantRules(all.flatMap(({ needed }) => needed)),
    notes: rbacNotes(together, discovered.broken),
    from: sources.join(', '),
    ownNamespace,
    account: wanted.account,
  });
  const err = together.missing.map((one) => `Not covered: ${visible(one)}\n`).join('');
  return { code: together.missing.length > 0 ? 2 : 0, out, err };
}

function chosen({ environments }: Config, name: string | undefined): readonly Environment[] {
  if (name === undefined) return environments;
  const found = environments.filter((one) => one.name === name);
  if (found.length > 0) return found;
  const names = environments.map((one) => one.name);
  const meant = nearestName(name, names);
  const hint = meant === undefined ? `it has ${names.join(', ')}` : `did you mean ${meant}?`;
  throw new Error(`Cannot print RBAC: the configuration must have the environment, found no "${name}"; ${hint}`);
}
