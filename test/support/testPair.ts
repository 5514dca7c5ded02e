import { randomBytes } from 'node:crypto';
import { startControlPlane } from './controlPlane.ts';
import type { KubernetesObject } from './kubernetes.ts';
import { eventually } from './eventually.ts';
import { Pair, type EnvironmentAnswer, type PairOptions } from './pair.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

export type TestPairOptions = Partial<Omit<PairOptions, 'environments'>> & {
  /** Each gets path and namespace of its own, unless it says otherwise. */
  environments: ({ name: string } & Record<string, unknown>)[];
  /** Files by path from the root of the repository; the directory of an environment has its name. */
  files: Record<string, string>;
};

/** A running pair whose namespaces nobody else uses, so that test files can share one cluster. */
export class TestPair implements AsyncDisposable {
  readonly pair: Pair;
  readonly #run: string;
  readonly #disposables: AsyncDisposableStack;

  private constructor(pair: Pair, run: string, disposables: AsyncDisposableStack) {
    this.pair = pair;
    this.#run = run;
    this.#disposables = disposables;
  }

  /** `start: false` leaves the two programs to the test. */
  static async start({ files, environments, ...more }: TestPairOptions, { start = true } = {}): Promise<TestPair> {
    await using stack = new AsyncDisposableStack();
    const run = randomBytes(4).toString('hex');
    const { kubeconfig } = stack.use(await startControlPlane());
    const directory = stack.use(await temporaryDirectory('pair'));
    const options: PairOptions = {
      directory: directory.path,
      kubeconfig,
      ownNamespace: `couplet-${run}`,
      environments: environments.map((given) => ({
        ref: 'main',
        path: given.name,
        namespace: namespaceOf(run, given.name),
        ...given,
      })),
      ...more,
    };
    const pair = stack.use(await (start ? Pair.start(options, files) : Pair.prepare(options, files)));
    const disposables = stack.move();
    const test = new TestPair(pair, run, disposables);
    await Promise.all(environments.map(({ name }) => pair.kubernetes.createNamespace(test.namespace(name))));
    return test;
  }

  /** Namespace of an environment. */
  namespace(environment: string): string {
    return namespaceOf(this.#run, environment);
  }

  /** Live ConfigMap of an environment, or undefined. */
  async configMap(environment: string, name: string): Promise<KubernetesObject | undefined> {
    return await this.pair.kubernetes.get(`/api/v1/namespaces/${this.namespace(environment)}/configmaps/${name}`);
  }

  /** Waits for the commit that the working copy is at. */
  async applied(environment: string, states = ['applied']): ReturnType<Pair['reach']> {
    return await this.pair.reach(environment, await this.pair.copy.git('rev-parse', 'HEAD'), states);
  }

  /** Waits until the environment is as `fits` says; long enough for a wait for health to end. */
  async sees(environment: string, fits: (answer: EnvironmentAnswer) => boolean): Promise<EnvironmentAnswer> {
    let seen: EnvironmentAnswer | undefined;
    const look = async (): Promise<EnvironmentAnswer | undefined> => {
      seen = await this.pair.environment(environment);
      return fits(seen) ? seen : undefined;
    };
    const what = `environment ${environment} is as expected`;
    return await eventually(what, look, { within: 90_000, last: () => seen });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { kubernetes, options } = this.pair;
    const names = options.environments.map(({ name }) => this.namespace(name));
    for (const name of process.env['COUPLET_CLUSTER_ENDS'] === '1' ? [] : [...names, options.ownNamespace]) {
      await kubernetes.delete(`/api/v1/namespaces/${name}`).catch(() => {});
    }
    await this.#disposables.disposeAsync();
  }
}

function namespaceOf(run: string, environment: string): string {
  return `test-${run}-${environment}`;
}

/** A ConfigMap as people write it. */
export function configMap(name: string, value: string, more: { namespace?: string } = {}): string {
  const namespace = more.namespace === undefined ? '' : `\n  namespace: ${more.namespace}`;
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}${namespace}\ndata:\n  value: ${JSON.stringify(value)}\n`;
}
