import { readFile, writeFile } from 'node:fs/promises';
import { kubectl } from './kubectl.ts';

/** Writes a kubeconfig with a fresh token of a ServiceAccount (TokenRequest), and no other right. */
export async function accountKubeconfig(
  file: string,
  { kubeconfig, namespace, account }: { kubeconfig: string; namespace: string; account: string },
): Promise<void> {
  const token = (await kubectl(kubeconfig, 'create', 'token', account, '--namespace', namespace)).trim();
  const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as { users: object[] };
  const users = config.users.map((user) => ({ ...user, user: { token } }));
  await writeFile(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
}
