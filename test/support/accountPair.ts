import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountKubeconfig } from './accountKubeconfig.ts';
import { kubectl } from './kubectl.ts';
import { buildDirectory, k8s, placed } from './manifests.ts';
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
  const objects = placed(await buildDirectory(join(k8s, 'overlays', overlay)), places);
  const file = join(directory, 'overlay.json');
  const items = objects.filter(({ kind }) => kind !== 'Deployment');
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl(admin, 'apply', '--server-side', '--force-conflicts', '-f', file);
  stack.defer(async () => {
    await kubectl(admin, 'delete', '--ignore-not-found', '--wait=false', '-f', file);
  });
  await accountKubeconfig(kubeconfig, { kubeconfig: admin, namespace: ownNamespace, account: 'couplet-applier' });
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
  const disposables = stack.move();
  return { running, kubeconfig, directory, [Symbol.asyncDispose]: () => disposables.disposeAsync() };
}
