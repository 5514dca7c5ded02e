import { readFile, writeFile } from 'node:fs/promises';
import { ApiClient } from '../../packages/applier/src/apply/apiClient.ts';
import { openConnection } from '../../packages/applier/src/apply/connection.ts';
import { allow, type Rule } from './allow.ts';
import type { TestPair } from './testPair.ts';

/**
 * Writes a kubeconfig for the applier of this pair, whose account may do what `rules` says in each namespace; the account
 * and its roles go with the namespaces.
 */
export async function writeLimitedAccount(
  { pair }: TestPair,
  file: string,
  rules: Record<string, Rule[]>,
): Promise<void> {
  const { kubernetes, options } = pair;
  const account = `/api/v1/namespaces/${options.ownNamespace}/serviceaccounts/applier`;
  await kubernetes.apply(account, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'applier' } });
  for (const [namespace, allowed] of Object.entries(rules)) await allow(pair, namespace, allowed);
  const config = JSON.parse(await readFile(options.kubeconfig, 'utf8')) as { users: { user: object }[] };
  const user = { token: await tokenOf(account, options.kubeconfig) };
  await writeFile(file, JSON.stringify({ ...config, users: config.users.map((one) => ({ ...one, user })) }), {
    mode: 0o600,
  });
}

async function tokenOf(account: string, kubeconfig: string): Promise<string> {
  const connection = openConnection(kubeconfig, () => Date.now());
  const client = new ApiClient({ connection, concurrency: 1, sleep: async () => {} });
  const { body } = await client.request<{ status: { token: string } }>({
    method: 'POST',
    path: `${account}/token`,
    contentType: 'application/json',
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
    signal: AbortSignal.timeout(30_000),
  });
  client.close();
  return body.status.token;
}
