import { access, readFile, writeFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import type { Choice, ComponentName } from './chooseControlPlane.ts';
import * as flags from './componentFlags.ts';
import { openDataDirectory } from './openDataDirectory.ts';
import { request } from './request.ts';
import { startComponent, type Component } from './startComponent.ts';
import { startGuard } from './startGuard.ts';
import { unusedPort } from './unusedPort.ts';
import { waitForComponents } from './waitForComponents.ts';
import { writeCredentials, type User } from './writeCredentials.ts';
import { writeKubeconfig } from './writeKubeconfig.ts';

export type Processes = AsyncDisposable & {
  readonly kubeconfig: string;
  readonly url: string;
  readonly directory: string;
  readonly components: readonly Component[];
};

export type ProcessesInput = {
  readonly commands: Extract<Choice, { kind: 'start' }>['commands'];
  /** Where the data directory is made; see openDataDirectory. */
  readonly parent?: string | undefined;
  readonly audit: boolean;
  readonly heapGrowth?: number | undefined;
};

/** Starts the components, each when what it needs answers. Resolves when the API is ready; disposal ends all and removes the directory. */
export async function startProcesses(input: ProcessesInput): Promise<Processes> {
  const directory = await openDataDirectory(input.parent);
  const components: Component[] = [];
  const guard = await startGuard(directory);
  const dispose = async () => {
    await guard[Symbol.asyncDispose]();
    await Promise.all(components.map((component) => component.ended()));
  };
  const start = async (name: ComponentName, flagsOf: string[]) => {
    const command = input.commands[name];
    if (command === undefined) throw new Error(`Cannot start ${name}: expected a program, found none`);
    const component = await startComponent({
      name,
      command,
      flags: flagsOf,
      directory,
      guard,
      heapGrowth: input.heapGrowth,
    });
    components.push(component);
    return component;
  };
  const until = (component: Component, what: string, ready: () => Promise<boolean>) =>
    waitForComponents({ what: `${component.name} ${what}`, component, components, ready });
  try {
    const api = await startInOrder({ ...input, directory, start, until });
    return { ...api, directory, components, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

type Steps = ProcessesInput & {
  readonly directory: string;
  readonly start: (name: ComponentName, flags: string[]) => Promise<Component>;
  readonly until: (component: Component, what: string, ready: () => Promise<boolean>) => Promise<void>;
};

async function startInOrder(steps: Steps): Promise<{ kubeconfig: string; url: string }> {
  const { commands, directory, start, until, audit } = steps;
  const path = (name: string) => join(directory, name);
  const exists = (name: string) => async () => (await access(path(name)), true);
  const hasControllers = commands['kube-controller-manager'] !== undefined;

  const tokens = await writeCredentials(directory);
  if (audit) await writeFile(path(flags.auditPolicyFile), JSON.stringify(flags.auditPolicy));
  const etcd = await start('etcd', flags.etcdFlags());
  await until(etcd, 'to listen', exists(flags.etcdSocket));

  const port = await unusedPort();
  const url = `https://127.0.0.1:${port}`;
  const apiServer = await start('kube-apiserver', flags.apiServerFlags({ port, audit, hasControllers }));
  await until(apiServer, 'to write its certificate', exists(flags.certificateKeyFile));
  const certificateAuthority = await readFile(path(flags.certificateFile), 'utf8');
  const options: RequestOptions = { ca: certificateAuthority, headers: { authorization: `Bearer ${tokens.admin}` } };
  const answers = (urlPath: string) => async () => (await request({ url: `${url}${urlPath}`, options })).status === 200;
  await until(apiServer, 'to be ready', answers('/readyz'));

  const kubeconfigFor = async (user: User, name: string) => {
    await writeKubeconfig(path(name), { url, certificateAuthority, user, token: tokens[user] });
    return path(name);
  };
  if (hasControllers) {
    const file = await kubeconfigFor('system:kube-controller-manager', 'controller-manager.kubeconfig');
    const manager = await start('kube-controller-manager', flags.controllerManagerFlags(file));
    if (commands['kube-scheduler'] !== undefined) {
      const schedulerFile = await kubeconfigFor('system:kube-scheduler', 'scheduler.kubeconfig');
      await start('kube-scheduler', flags.schedulerFlags(schedulerFile));
    }
    await until(manager, 'to furnish namespaces', answers('/api/v1/namespaces/default/serviceaccounts/default'));
    await until(manager, 'to publish the authority', answers('/api/v1/namespaces/default/configmaps/kube-root-ca.crt'));
  } else {
    await until(apiServer, 'to make namespaces', answers('/api/v1/namespaces/default'));
  }
  return { url, kubeconfig: await kubeconfigFor('admin', 'kubeconfig') };
}
