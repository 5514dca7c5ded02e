import type { SecretFiles } from '../credentials/secretFiles.ts';
import { RemoteError } from '../remoteError.ts';

/** A GitHub App, as the files of a credentials directory describe it. */
export type AppFiles = {
  readonly id: string;
  /** PEM. */
  readonly key: string;
  /** Undefined: it is looked up. */
  readonly installation: string | undefined;
  /** Where each of them is, for sentences. */
  readonly paths: { readonly id: string; readonly key: string; readonly installation: string };
};

/** Reads the three files of a GitHub App. Rejects with RemoteError. */
export async function readAppFiles(files: SecretFiles): Promise<AppFiles> {
  const [id, key, installation] = await Promise.all([
    files.read('github-app-id', 'word'),
    files.read('github-app-private-key', 'pem'),
    files.readIfPresent('github-app-installation-id', 'word'),
  ]);
  const paths = {
    id: files.path('github-app-id'),
    key: files.path('github-app-private-key'),
    installation: files.path('github-app-installation-id'),
  };
  // They become part of a token and of a URL.
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(id)) {
    throw new RemoteError(`Cannot use ${paths.id}: it must be the number of a GitHub App, or its client id`);
  }
  if (installation !== undefined && !/^\d{1,20}$/.test(installation)) {
    throw new RemoteError(`Cannot use ${paths.installation}: it must be the number of an installation`);
  }
  return { id, key, installation, paths };
}
