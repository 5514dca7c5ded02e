import { chown, chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installOverlay } from '../support/installOverlay.ts';
import { TestPair } from '../support/testPair.ts';
import { Container, type ContainerOptions } from './container.ts';
import { writeServiceAccount } from './serviceAccount.ts';

/** MiB; those of k8s/base. */
export const limits = { sync: 192, applier: 256 } as const;

const uid = 65532;
const environments = [{ name: 'shop', gate: 'each', settle: 0, pruneLimit: { count: 2000, percent: 100 } }] as const;

/** A pair as the pod of k8s/base: both containers, one network, a shared volume; each sees its own secrets and no others. */
export class ContainerPair implements AsyncDisposable {
  readonly test: TestPair;
  sync: Container;
  applier: Container;
  readonly #disposables: AsyncDisposableStack;

  private constructor(test: TestPair, sync: Container, applier: Container, disposables: AsyncDisposableStack) {
    this.test = test;
    this.sync = sync;
    this.applier = applier;
    this.#disposables = disposables;
  }

  static async start(files: Record<string, string>): Promise<ContainerPair> {
    await using stack = new AsyncDisposableStack();
    const options = {
      environments: [...environments],
      files,
      // As in a cluster: no kubeconfig, the pod's account.
      applier: { kubeconfig: undefined },
      password: 'the password of the git server',
    };
    const test = stack.use(await TestPair.start(options, { start: false }));
    const { kubernetes, options: pair } = test.pair;
    const { ownNamespace, kubeconfig } = pair;
    const places = { couplet: ownNamespace, staging: test.namespace('shop') };
    await installOverlay('namespaced', { kubeconfig, directory: pair.directory, places });
    const account = join(pair.directory, 'account');
    const { env } = await writeServiceAccount({ kubernetes, ownNamespace, kubeconfig, directory: account });
    const parts = await containersOf(test, account, env);
    const sync = stack.use(await Container.start(parts.sync));
    const applier = stack.use(await Container.start(parts.applier));
    return new ContainerPair(test, sync, applier, stack.move());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // They may have taken the place of those that were started first.
    await Promise.all([this.sync[Symbol.asyncDispose](), this.applier[Symbol.asyncDispose]()]);
    await this.#disposables.disposeAsync();
  }
}

/** What the two containers see of this machine, with the owners that fsGroup would give. */
async function containersOf(
  { pair }: TestPair,
  account: string,
  env: Record<string, string>,
): Promise<Record<'sync' | 'applier', ContainerOptions>> {
  const { directory } = pair.options;
  const git = join(directory, 'git');
  const webhook = join(directory, 'webhook');
  await mkdir(git, { recursive: true });
  for (const writable of [pair.volume, git]) await chown(writable, uid, uid);
  for (const secrets of [webhook, pair.credentialsDirectory]) {
    for (const name of await readdir(secrets)) {
      await chown(join(secrets, name), 0, uid);
      await chmod(join(secrets, name), 0o440);
    }
  }
  const config = { from: pair.configFile, to: '/etc/couplet/config/couplet.yaml' };
  return {
    sync: {
      program: 'sync',
      mounts: [config, same(webhook), same(pair.credentialsDirectory), same(pair.volume, true), same(git, true)],
      memory: limits.sync,
      healthUrl: `http://127.0.0.1:${pair.ports.internal}/healthz`,
    },
    applier: {
      program: 'applier',
      mounts: [config, same(pair.volume), { from: account, to: '/var/run/secrets/kubernetes.io/serviceaccount' }],
      env,
      memory: limits.applier,
      healthUrl: `${pair.pageUrl}/healthz`,
    },
  };
}

function same(path: string, writable = false): ContainerOptions['mounts'][number] {
  return { from: path, to: path, writable };
}
