import { checkAuthorities } from './credentials/checkAuthorities.ts';
import { chooseForm } from './credentials/chooseForm.ts';
import { openSecretFiles } from './credentials/secretFiles.ts';
import { readAppFiles } from './github/appFiles.ts';
import type { InstallationTokens } from './github/installationTokens.ts';

export type InstallationTokenOptions = {
  readonly tokens: InstallationTokens;
  /** The directory with the credential files. */
  readonly credentials: string;
  /** Of the repository. */
  readonly url: string;
};

/**
 * The token that the GitHub App in a credentials directory has for the repository; undefined when the directory holds
 * another credential, or git goes over ssh. Rejects with RemoteError.
 */
export async function installationToken(options: InstallationTokenOptions): Promise<string | undefined> {
  const { tokens, credentials, url } = options;
  if (!/^https?:/.test(url)) return undefined;
  const files = await openSecretFiles(credentials);
  if (chooseForm(files.names, credentials) !== 'app') return undefined;
  const ca = await files.readIfPresent('ca.crt', 'pem');
  if (ca !== undefined) checkAuthorities(ca, files.path('ca.crt'));
  return tokens.get({ app: await readAppFiles(files), url, ca });
}
