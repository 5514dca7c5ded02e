import { RemoteError } from '../remoteError.ts';

/** The forms that a git credential for https can have, by the files that are there. */
export type CredentialForm = 'none' | 'token' | 'password' | 'app' | 'askpass';

const appFiles = ['github-app-id', 'github-app-private-key', 'github-app-installation-id'] as const;

/** The files of each form; the optional ones last. */
const forms: readonly { form: CredentialForm; marks: readonly string[]; needs: readonly string[] }[] = [
  { form: 'token', marks: ['token'], needs: [] },
  { form: 'password', marks: ['password'], needs: ['username'] },
  { form: 'app', marks: appFiles, needs: ['github-app-id', 'github-app-private-key'] },
  { form: 'askpass', marks: ['askpass'], needs: [] },
];

/**
 * Which form of credential the files in a directory make. There is no order among the forms: two at once are refused,
 * because a person who rotates one of them must not wonder which one counts. Throws RemoteError.
 */
export function chooseForm(files: ReadonlySet<string>, directory: string): CredentialForm {
  const found = forms.flatMap(({ form, marks, needs }) => {
    const here = marks.filter((name) => files.has(name));
    return here.length === 0 ? [] : [{ form, here, missing: needs.filter((name) => !files.has(name)) }];
  });
  const [one, ...others] = found;
  const cannot = `Cannot choose the credential in ${directory}`;
  if (others.length > 0) {
    const names = found.map(({ here }) => here.join(', ')).join(' beside ');
    throw new RemoteError(`${cannot}: it must have one form, found ${names}; remove all but one`);
  }
  const [missing] = one?.missing ?? (files.has('username') ? ['password'] : []);
  if (missing !== undefined) {
    const here = one?.here ?? ['username'];
    throw new RemoteError(
      `${cannot}: beside ${here.join(' and ')} there must be ${missing}, found no such file; a lone access token goes into the file token`,
    );
  }
  if (one?.form === 'app' && files.has('username')) {
    throw new RemoteError(`${cannot}: a GitHub App has no user name, found username; remove it`);
  }
  return one?.form ?? 'none';
}
