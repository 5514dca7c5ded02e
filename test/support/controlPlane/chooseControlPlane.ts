import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { buildControlPlane, type BuildOptions } from './buildControlPlane.ts';

export type ComponentName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

/** A program and its first arguments; the component's flags follow. */
export type Command = readonly [program: string, ...subcommand: string[]];

export type Choice =
  | { readonly kind: 'existing'; readonly kubeconfig: string }
  | {
      readonly kind: 'start';
      readonly origin: string;
      readonly commands: Readonly<Partial<Record<ComponentName, Command>>>;
    };

/** In this order: `COUPLET_KUBECONFIG`, `KUBEBUILDER_ASSETS`, the binary built with Go. Building happens here. */
export async function chooseControlPlane(options: BuildOptions): Promise<Choice> {
  const { env } = options;
  if (env['COUPLET_KUBECONFIG']) return { kind: 'existing', kubeconfig: env['COUPLET_KUBECONFIG'] };
  if (env['KUBEBUILDER_ASSETS']) return await chooseAssets(env['KUBEBUILDER_ASSETS']);
  const { binary, version } = await buildControlPlane(options);
  return {
    kind: 'start',
    origin: `Kubernetes ${version} built from its Go modules`,
    commands: {
      etcd: [binary, 'etcd'],
      'kube-apiserver': [binary, 'kube-apiserver'],
      'kube-controller-manager': [binary, 'kube-controller-manager'],
      'kube-scheduler': [binary, 'kube-scheduler'],
    },
  };
}

async function chooseAssets(directory: string): Promise<Choice> {
  const etcd = await requireProgram(directory, 'etcd');
  const apiServer = await requireProgram(directory, 'kube-apiserver');
  return {
    kind: 'start',
    origin: `the binaries in KUBEBUILDER_ASSETS, which lack kube-controller-manager and kube-scheduler: Deployments make no pods, a deleted namespace stays`,
    commands: { etcd: [etcd], 'kube-apiserver': [apiServer] },
  };
}

async function requireProgram(directory: string, name: ComponentName): Promise<string> {
  const program = join(directory, name);
  try {
    await access(program, constants.X_OK);
  } catch (cause) {
    throw new Error(
      `Cannot use KUBEBUILDER_ASSETS: expected setup-envtest's programs etcd and kube-apiserver in ${directory}, found no executable ${name}`,
      { cause },
    );
  }
  return program;
}
