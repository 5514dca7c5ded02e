import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Users of a control plane: an administrator, and the two that Kubernetes' default RBAC roles name. */
export type User = 'admin' | 'system:kube-controller-manager' | 'system:kube-scheduler';

export type Tokens = Readonly<Record<User, string>>;

export const tokenFile = 'tokens.csv';
export const serviceAccountKeyFile = 'service-account.key';

/** Writes the API server's token file and the key that signs service account tokens, readable to their owner only. */
export async function writeCredentials(directory: string): Promise<Tokens> {
  const tokens = {
    admin: newToken(),
    'system:kube-controller-manager': newToken(),
    'system:kube-scheduler': newToken(),
  };
  // Columns: token, user, user id, groups.
  const rows = Object.entries(tokens).map(([user, secret]) => `${secret},${user},${user},${groupOf(user)}`);
  await writeFile(join(directory, tokenFile), `${rows.join('\n')}\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'sec1', format: 'pem' });
  await writeFile(join(directory, serviceAccountKeyFile), pem, { mode: 0o600 });
  return tokens;
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function groupOf(user: string): string {
  return user === 'admin' ? 'system:masters' : '';
}
