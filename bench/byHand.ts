import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { Kubernetes } from '../test/support/kubernetes.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { itemFiles } from './items.ts';

const run = promisify(execFile);

/** What the loop is about: so many objects in a namespace that is there, so many requests at a time. */
export type BareLoop = { size: number; namespace: string; concurrency: number };

/** Milliseconds that the same requests as those of the applier take from a process that does nothing else. */
export async function bareLoop(kubeconfig: string, { size, namespace, concurrency }: BareLoop): Promise<number> {
  const kubernetes = new Kubernetes(kubeconfig);
  await kubernetes.createNamespace(namespace);
  kubernetes.close();
  const script = join(import.meta.dirname, 'load', 'bareLoop.ts');
  const { stdout } = await run(process.execPath, [script, kubeconfig, namespace, String(size), String(concurrency)]);
  return Number(stdout);
}

/** Milliseconds that `kubectl apply --server-side` takes for the same files. */
export async function applyByKubectl(kubeconfig: string, size: number, namespace: string): Promise<number> {
  await using directory = await temporaryDirectory('bench');
  for (const [path, text] of Object.entries(itemFiles(size, 'items'))) {
    await mkdir(join(directory.path, path, '..'), { recursive: true });
    await writeFile(join(directory.path, path), text);
  }
  const kubernetes = new Kubernetes(kubeconfig);
  await kubernetes.createNamespace(namespace);
  const env = { PATH: process.env['PATH'] ?? '', HOME: directory.path };
  const base = ['--kubeconfig', kubeconfig, '--namespace', namespace];
  const started = performance.now();
  const apply = ['apply', '--server-side', '--recursive', '-f', join(directory.path, 'items')];
  await run('kubectl', [...base, ...apply], { env, maxBuffer: 2 ** 28 });
  const took = performance.now() - started;
  kubernetes.close();
  return took;
}
