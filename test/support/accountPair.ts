import { join } from 'node:path';
import { accountKubeconfig } from './accountKubeconfig.ts';
import { installOverlay } from './installOverlay.ts';
import { eventually } from './eventually.ts';
import { kubectl } from './kubectl.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';
import { TestPair, type TestPairOptions } from './testPair.ts';

/** A pair whose applier has the rights of an overlay and no other: a real token of the overlay's ServiceAccount. */
export type AccountPair = AsyncDisposable & {
  running: TestPair;
  /** Kubeconfig of the account. */
  kubeconfig: string;
  /** Empty directory for files of the test. */
  directory: string;
};

/** Installs all of the overlay but its Deployment, whose images are not here: the programs run as processes. */
export async function startAsAccount(overlay: string, options: TestPairOptions): Promise<AccountPair> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory('as-account')).path;
  const kubeconfig = join(directory, 'kubeconfig');
  const running = stack.use(
    await TestPair.start({ ...options, applier: { ...options.applier, kubeconfig } }, { start: false }),
  );
  const { kubeconfig: admin, ownNamespace } = running.pair.options;
  const places = { couplet: ownNamespace, staging: running.namespace('staging') };
  const file = await installOverlay(overlay, { kubeconfig: admin, directory, places });
  stack.defer(async () => {
    await kubectl(admin, 'delete', '--ignore-not-found', '--wait=false', '-f', file);
  });
  await accountKubeconfig(kubeconfig, { kubeconfig: admin, namespace: ownNamespace, account: 'couplet-applier' });
  // The API server learns of a binding a moment after it is written; until then everything is forbidden.
  for (const [place, ...words] of [
    [places.couplet, 'update', 'leases.coordination.k8s.io'],
    [places.staging, 'patch', 'deployments.apps'],
  ] as const) {
    await eventually(`the account may ${words.join(' ')} in ${place}`, async () => {
      const said = await kubectl(kubeconfig, 'auth', 'can-i', ...words, '--namespace', place).catch(() => 'no');
      return said.trim() === 'yes' ? true : undefined;
    });
  }
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
  const disposables = stack.move();
  return { running, kubeconfig, directory, [Symbol.asyncDispose]: () => disposables.disposeAsync() };
}
