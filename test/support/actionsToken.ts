import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from './temporaryDirectory.ts';

/** What a person or CI sends to the applier's actions in the tests. */
export const actionsToken = 'for actions';

/** A file with the token for `applier.token`, until disposal. */
export async function writeActionsToken(disposables: AsyncDisposableStack): Promise<string> {
  const directory = disposables.use(await temporaryDirectory('token'));
  const file = join(directory.path, 'token');
  await writeFile(file, `${actionsToken}\n`);
  return file;
}
