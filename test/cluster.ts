import process from 'node:process';
import { startControlPlane } from './support/controlPlane.ts';
import { showProgress } from './support/controlPlane/showProgress.ts';

// Before the control plane is up a signal ends this program at once, and the guard cleans up after it.
const controlPlane = await startControlPlane({ onProgress: showProgress(process.stderr) }).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

const { kubeconfig, processes } = controlPlane;
process.stdout.write(`
kubeconfig: ${kubeconfig}
try:        kubectl --kubeconfig ${kubeconfig} get namespaces
`);

if (processes.length > 0) {
  process.stdout.write('\nCtrl-C stops it and removes everything it wrote.\n');
  const stayUp = setInterval(() => {}, 60_000);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop());
  await stopped;
  clearInterval(stayUp);
  await controlPlane[Symbol.asyncDispose]();
  process.stderr.write('stopped\n');
}
