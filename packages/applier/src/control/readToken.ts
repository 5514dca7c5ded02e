import { readFile } from 'node:fs/promises';

/** The bearer token for actions as its file has it now; undefined without a file: actions are off. Rejects when it cannot be used. */
export async function readToken(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const token = (await readFile(file, 'utf8')).trim();
  if (token === '') throw new Error(`Cannot use the token of ${file}: it must not be empty`);
  return token;
}
