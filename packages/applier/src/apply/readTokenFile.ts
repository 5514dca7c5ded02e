import { load } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * The token in the file that a user of a kubeconfig names with `tokenFile`, which the client library does not know. As in
 * client-go it comes before `token`, and a path is taken from where the kubeconfig is. Undefined when none is named.
 */
export function readTokenFile(kubeconfig: string, userName: string | undefined): string | undefined {
  const users = at(load(readFileSync(kubeconfig, 'utf8')), 'users');
  const named: unknown = Array.isArray(users) ? users.find((user) => at(user, 'name') === userName) : undefined;
  const file = at(at(named, 'user'), 'tokenFile');
  if (typeof file !== 'string' || file === '') return undefined;
  const path = resolve(dirname(kubeconfig), file);
  const token = readFileSync(path, 'utf8').trim();
  if (token === '') throw new Error(`the token file ${path} is empty`);
  return token;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
