import { access } from 'node:fs/promises';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { RequestOptions } from 'node:https';
import { resolve } from 'node:path';
import { request, type Answer } from './request.ts';

export type ExistingCluster = { readonly kubeconfig: string; readonly url: string };

/** The cluster of a kubeconfig's current context, when it answers. Errors name the file and what to mend. */
export async function useExistingCluster(file: string): Promise<ExistingCluster> {
  const kubeconfig = resolve(file);
  await access(kubeconfig).catch((cause: unknown) => {
    throw new Error(`Cannot use COUPLET_KUBECONFIG: expected a kubeconfig file, found none at ${kubeconfig}`, {
      cause,
    });
  });
  // Loaded here only: it takes a quarter of a second, and it knows every way to authenticate.
  const { KubeConfig } = await import('../../../packages/applier/src/apply/kubeConfig.ts');
  const config = new KubeConfig();
  try {
    config.loadFromFile(kubeconfig);
  } catch (cause) {
    throw new Error(`Cannot use COUPLET_KUBECONFIG: expected a kubeconfig, found an unreadable one at ${kubeconfig}`, {
      cause,
    });
  }
  const url = config.getCurrentCluster()?.server;
  if (url === undefined) {
    throw new Error(
      `Cannot use COUPLET_KUBECONFIG: expected a current context with a cluster, found none in ${kubeconfig}`,
    );
  }
  const answer = await ask(config, url).catch((cause: unknown) => {
    throw new Error(`Cannot use COUPLET_KUBECONFIG: expected an answer from ${url}, found ${String(cause)}`, { cause });
  });
  if (answer.status !== 200) {
    throw new Error(
      `Cannot use COUPLET_KUBECONFIG: expected ${url} to accept its credentials, found status ${answer.status}`,
    );
  }
  return { kubeconfig, url };
}

async function ask(config: KubeConfig, url: string): Promise<Answer> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return await request({ url: new URL('/version', url).href, options });
}
