import { join } from 'node:path';
import { cacheDirectory } from './controlPlane/cacheDirectory.ts';
import { chooseControlPlane } from './controlPlane/chooseControlPlane.ts';
import { auditLogFile } from './controlPlane/componentFlags.ts';
import { showProgress, type ShowProgress } from './controlPlane/showProgress.ts';
import { startProcesses } from './controlPlane/startProcesses.ts';
import { useExistingCluster } from './controlPlane/useExistingCluster.ts';

/** A real Kubernetes control plane on loopback. Disposal ends it and removes its data; an existing cluster is left alone. */
export type ControlPlane = AsyncDisposable & {
  /** Path of an administrator's kubeconfig, mode 0600. */
  readonly kubeconfig: string;
  readonly url: string;
  /** Data, logs and certificates of what was started; undefined for an existing cluster. */
  readonly dataDirectory?: string;
  /** One JSON line for each request, when asked for with `audit` and started here. */
  readonly auditLog?: string;
  /** Names and process ids of what was started: all four, or without controllers from KUBEBUILDER_ASSETS, or none. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
};

export type ControlPlaneOptions = {
  /** Lines of progress; by default on standard error. The second argument is true when the next line replaces this one. */
  readonly onProgress?: ShowProgress;
  /** Where the data directory is made; by default in memory when there is room, else in the temporary directory. */
  readonly directory?: string;
  readonly audit?: boolean;
  /** Percent by which the heap of each component may grow between two collections (GOGC); by default what Go takes, 100. */
  readonly heapGrowth?: number;
  readonly env?: NodeJS.ProcessEnv;
};

/**
 * Chooses in this order: the cluster of `COUPLET_KUBECONFIG`, the programs in `KUBEBUILDER_ASSETS`, a binary built with Go
 * (minutes the first time, kept in a cache). Starts in a few seconds.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const {
    onProgress = showProgress(process.stderr),
    env = process.env,
    audit = false,
    directory,
    heapGrowth,
  } = options;
  const choice = await chooseControlPlane({
    moduleDirectory: join(import.meta.dirname, '..', 'cluster'),
    cache: cacheDirectory(env),
    env,
    onProgress,
  });
  if (choice.kind === 'existing') {
    const existing = await useExistingCluster(choice.kubeconfig);
    return { ...existing, processes: [], async [Symbol.asyncDispose]() {} };
  }
  const startedAt = performance.now();
  onProgress(`starting ${Object.keys(choice.commands).join(', ')}: ${choice.origin}`);
  const started = await startProcesses({ commands: choice.commands, parent: directory, audit, heapGrowth });
  onProgress(
    `the control plane answers at ${started.url} after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return {
    kubeconfig: started.kubeconfig,
    url: started.url,
    dataDirectory: started.directory,
    ...(audit ? { auditLog: join(started.directory, auditLogFile) } : {}),
    processes: started.components.map(({ name, pid }) => ({ name, pid })),
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
