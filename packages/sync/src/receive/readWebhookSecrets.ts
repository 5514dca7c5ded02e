import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type WebhookSecrets = {
  /** Keys of HMAC signatures; several during a rotation. */
  readonly secrets: readonly string[];
  /** Bearer tokens. */
  readonly tokens: readonly string[];
  /** The names of their files, in the same order. */
  readonly tokenFiles?: readonly string[];
  /** Names of `secret*` and `token*` files without content; never the content of one. */
  readonly empty: readonly string[];
};

/**
 * Reads every file named `secret*` and `token*` in a directory, without one trailing newline. Called for each request, so
 * that a rotated Kubernetes Secret counts at once. Rejects when the directory or a file cannot be read.
 */
export async function readWebhookSecrets(directory: string): Promise<WebhookSecrets> {
  // Not in the thread pool: the files lie in memory, and each of its five answers would wait for a turn of an event loop
  // that a flood keeps busy.
  const names = readdirSync(directory).filter((name) => /^(secret|token)/.test(name));
  const values = names
    .toSorted()
    .map((name) => ({ name, value: readFileSync(join(directory, name), 'utf8').replace(/\r?\n$/, '') }));
  const full = values.filter(({ value }) => value !== '');
  const tokens = full.filter(({ name }) => name.startsWith('token'));
  return {
    secrets: full.filter(({ name }) => name.startsWith('secret')).map(({ value }) => value),
    tokens: tokens.map(({ value }) => value),
    tokenFiles: tokens.map(({ name }) => name),
    empty: values.filter(({ value }) => value === '').map(({ name }) => name),
  };
}
