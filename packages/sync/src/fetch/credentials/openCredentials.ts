import { join } from 'node:path';
import type { Surroundings } from '../../surroundings.ts';
import { Askpass } from '../askpass/askpass.ts';
import { readAppFiles } from '../github/appFiles.ts';
import type { InstallationTokens } from '../github/installationTokens.ts';
import { RemoteError } from '../remoteError.ts';
import { checkAuthorities } from './checkAuthorities.ts';
import { chooseForm } from './chooseForm.ts';
import { openSecretFiles } from './secretFiles.ts';
import type { SecretFiles } from './secretFiles.ts';

/** What is sent to the git server. */
export type Login = {
  /** The value of the Authorization header; undefined for an anonymous reader. */
  readonly authorization: string | undefined;
  /** As sentences name it, such as `the token in /etc/couplet/git/token`. */
  readonly name: string;
  /** Another header after the server refused this one. Rejects with RemoteError; absent where there is no other. */
  readonly renew?: () => Promise<string | undefined>;
};

export type Credentials = Login & {
  /** PEM of the certificate authorities to trust instead of the system's. */
  readonly ca: string | undefined;
};

export type CredentialsOptions = {
  readonly directory: string;
  /** Of the repository. */
  readonly url: string;
  readonly tokens: InstallationTokens;
  readonly surroundings: Surroundings | undefined;
};

export type CredentialSource = {
  /** The credential of one operation. Rejects with RemoteError, or the reason of the signal. */
  read(signal: AbortSignal): Promise<Credentials>;
};

/**
 * The credential that a directory holds. The files are read at each use, because a rotated Secret changes them and nothing
 * else; what was got by means of them (a token, an answer of askpass) is kept until it ends or is refused.
 */
export function openCredentials({ directory, url, tokens, surroundings }: CredentialsOptions): CredentialSource {
  const askpass = new Askpass({ surroundings });
  let checked: string | undefined;

  async function readAuthorities(files: SecretFiles): Promise<string | undefined> {
    const ca = await files.readIfPresent('ca.crt', 'pem');
    if (ca !== undefined && ca !== checked) checked = checkAuthorities(ca, files.path('ca.crt'));
    return ca;
  }

  async function readLogin(files: SecretFiles, ca: string | undefined, signal: AbortSignal): Promise<Login> {
    const form = chooseForm(files.names, directory);
    switch (form) {
      case 'none':
        return { authorization: undefined, name: `no credential, ${directory} holds none for https` };
      case 'token': {
        // GitHub's and GitLab's convention for tokens over basic auth: any username will do, this one is documented.
        const username = (await readUsername(files)) ?? 'x-access-token';
        const token = await files.read('token', 'word');
        return { authorization: basic(username, token), name: `the token in ${files.path('token')}` };
      }
      case 'password': {
        const [username = '', password] = await Promise.all([readUsername(files), files.read('password', 'password')]);
        return { authorization: basic(username, password), name: `username and password in ${directory}` };
      }
      case 'app': {
        const app = await readAppFiles(files);
        const get = (): Promise<string> => tokens.get({ app, url, ca });
        const token = await get();
        return {
          authorization: basic('x-access-token', token),
          name: `the token of the GitHub App ${app.id}`,
          async renew() {
            tokens.forget(token);
            return basic('x-access-token', await get());
          },
        };
      }
      case 'askpass': {
        const question = { file: files.path('askpass'), url: new URL(url), username: await readUsername(files) };
        const ask = async (): Promise<string> => {
          const { username, password } = await askpass.ask(question, signal);
          return basic(username, password);
        };
        return {
          authorization: await ask(),
          name: `the answer of ${question.file}`,
          async renew() {
            askpass.forget();
            return ask();
          },
        };
      }
      default:
        return form satisfies never;
    }
  }

  return {
    async read(signal) {
      const files = await openSecretFiles(directory);
      const ca = await readAuthorities(files);
      return { ca, ...(await readLogin(files, ca, signal)) };
    },
  };
}

async function readUsername(files: SecretFiles): Promise<string | undefined> {
  const username = await files.readIfPresent('username', 'password');
  if (username?.includes(':') !== true) return username;
  // It would end at the colon (RFC 7617 §2).
  throw new RemoteError(`Cannot use ${join(files.directory, 'username')}: it must be without a colon, found one`);
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
