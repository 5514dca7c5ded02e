import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type WebhookSecrets = {
  /** Keys of HMAC signatures; several during a rotation. */
  readonly secrets: readonly string[];
  /** Bearer tokens. */
  readonly tokens: readonly string[];
  /** Names of `secret*` and `token*` files without content; never the content of one. */
  readonly empty: readonly string[];
};

/**
 * Reads every file named `secret*` and `token*` in a directory, without one trailing newline. Called for each request, so
 * that a rotated Kubernetes Secret counts at once. Rejects when the directory or a file cannot be read.
 */
export async function readWebhookSecrets(directory: string): Promise<WebhookSecrets> {
  const names = (await readdir(directory)).filter((name) => /^(secret|token)/.test(name)).toSorted();
  const values = await Promise.all(
    names.map(async (name) => ({ name, value: (await readFile(join(directory, name), 'utf8')).replace(/\r?\n$/, '') })),
  );
  const full = values.filter(({ value }) => value !== '');
  return {
    secrets: full.filter(({ name }) => name.startsWith('secret')).map(({ value }) => value),
    tokens: full.filter(({ name }) => name.startsWith('token')).map(({ value }) => value),
    empty: values.filter(({ value }) => value === '').map(({ name }) => name),
  };
}
