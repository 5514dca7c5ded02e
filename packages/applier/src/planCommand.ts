import { formatProblem, nearestName, readConfig, type Config, type Environment } from '@couplet/config';
import { systemClock, version } from '@couplet/daemon';
import { ApiClient } from './apply/apiClient.ts';
import { openConnection } from './apply/connection.ts';
import { ownNamespaceOf } from './ownNamespace.ts';
import { formatPreview } from './preview/formatPreview.ts';
import { openManifests } from './preview/openManifests.ts';
import { planArguments, planHelp } from './preview/planArguments.ts';
import { preview, type Preview } from './preview/preview.ts';

/** What `applier plan` prints, and its exit code: 0 nothing would change, 2 something would, 1 an error. */
export type PlanAnswer = { code: 0 | 1 | 2; out: string; err: string };

/** `applier plan`: the dry-run that a person or CI asks for. Never rejects. */
export async function planCommand(argv: string[], signal: AbortSignal): Promise<PlanAnswer> {
  const wanted = planArguments(argv);
  if (wanted.kind === 'help') return { code: 0, out: planHelp, err: '' };
  if (wanted.kind === 'usage') return refusal(`Cannot plan: ${wanted.problem}\n\n${planHelp}`);
  try {
    const read = await readConfig(wanted.config);
    if (read.kind === 'invalid') return refusal(`${read.problems.map(formatProblem).join('\n')}\n`);
    const made = await makePreview(read.config, findEnvironment(read.config, wanted.environment), wanted.from, signal);
    const out = wanted.output === 'json' ? `${JSON.stringify(made, plainNumbers)}\n` : formatPreview(made);
    return { code: exitCodeOf(made), out, err: '' };
  } catch (error) {
    return refusal(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function exitCodeOf({ errors, steps }: Preview): PlanAnswer['code'] {
  if (errors.length > 0) return 1;
  return steps.some(({ action }) => action !== 'keep') ? 2 : 0;
}

function refusal(err: string): PlanAnswer {
  return { code: 1, out: '', err };
}

function findEnvironment({ environments }: Config, name: string): Environment {
  const found = environments.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = environments.map((one) => one.name);
  const meant = nearestName(name, names);
  const hint = meant === undefined ? `it has ${names.join(', ')}` : `did you mean ${meant}?`;
  throw new Error(`Cannot plan: the configuration must have the environment, found no "${name}"; ${hint}`);
}

async function makePreview(
  config: Config,
  environment: Environment,
  directory: string | undefined,
  signal: AbortSignal,
): Promise<Preview> {
  const connection = openConnection(config.applier.kubeconfig, () => systemClock.now());
  const { concurrency } = config.applier;
  const api = new ApiClient({ connection, concurrency, sleep: (ms, wanted) => systemClock.sleep(ms, wanted) });
  await using temporary = new AsyncDisposableStack();
  temporary.defer(() => api.close());
  const place = { volume: config.volume, directory, verb: 'plan', temporary, signal };
  const { index, from } = await openManifests(environment, place);
  const ownNamespace = await ownNamespaceOf(config.applier, connection);
  return await preview({ api, environment, index, from, ownNamespace, version, concurrency, signal });
}

function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
