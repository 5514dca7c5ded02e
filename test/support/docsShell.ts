import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { kubectlPath } from './kubectl.ts';

const main = join(import.meta.dirname, '..', '..', 'packages', 'applier', 'src', 'main.ts');

export type DocsShell = {
  /** Runs the commands of a page one after the other until one fails; resolves to what they print. */
  run(commands: string): Promise<string>;
};

export type DocsShellOptions = {
  /** Where the commands run, and where their kubectl is put. */
  directory: string;
  kubeconfig: string;
  env?: Record<string, string>;
  /** What the applier's container has: its configuration, with its credentials. */
  applierConfig: string;
};

/**
 * A shell as a reader of docs/ has it. Its kubectl is the real one, but for two things: no kubelet could `exec` here, so
 * that the applier's command runs beside; and a namespace that the test made already is no error.
 */
export async function docsShell({
  directory,
  kubeconfig,
  env = {},
  applierConfig,
}: DocsShellOptions): Promise<DocsShell> {
  const bin = join(directory, '.bin');
  await mkdir(bin);
  const real = await kubectlPath();
  const script = `#!/bin/sh
case "$*" in
  *' exec deployment/couplet --container applier -- node packages/applier/src/main.ts rbac --config /etc/couplet/config/couplet.yaml')
    exec '${process.execPath}' '${main}' rbac --config '${applierConfig}' ;;
  *' exec '*) echo "no such command in the container: $*" >&2; exit 1 ;;
  'create namespace '*) '${real}' get namespace "$3" --ignore-not-found --output name | grep --quiet . && exit 0 ;;
esac
exec '${real}' "$@"
`;
  await writeFile(join(bin, 'kubectl'), script);
  await chmod(join(bin, 'kubectl'), 0o755);
  return {
    async run(commands) {
      const child = spawn('sh', ['-e', '-c', commands], {
        cwd: directory,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: directory, KUBECONFIG: kubeconfig, ...env },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += String(chunk)));
      const { promise, resolve, reject } = Promise.withResolvers<number | null>();
      child.on('error', reject);
      child.on('close', resolve);
      const code = await promise;
      if (code !== 0) throw new Error(`Cannot run what docs/ says: exit code ${code}\n${commands}\n${output}`);
      return output;
    },
  };
}
