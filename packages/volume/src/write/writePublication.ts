import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fitPublication } from '../format/fitPublication.ts';
import { publicationBytes, publicationFile, publicationPath, treeFile } from '../format/layout.ts';
import { parsePublication } from '../format/parsePublication.ts';
import type { Publication } from '../format/publication.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Publishes: replaces the environment's file by rename. Very long texts and lists are cut (see fitPublication).
 * Throws when the tree is not complete on the volume, when `repository` holds credentials, and when no reader would accept it.
 */
export async function writePublication(root: string, publication: Publication): Promise<void> {
  const { environment, tree } = publication;
  const refuse = (rule: string): never => {
    throw new Error(`Cannot write ${publicationFile(environment)}: ${rule}`);
  };
  if (holdsCredentials(publication.repository)) refuse('repository must be a URL without credentials');
  if (!existsSync(join(root, treeFile(tree)))) refuse(`its tree must be complete first, found no ${treeFile(tree)}`);
  const text = `${JSON.stringify(fitPublication(publication), undefined, 2)}\n`;
  const parsed = parsePublication(text, environment);
  if (parsed.kind === 'problem') refuse(parsed.problem);
  const bytes = Buffer.from(text);
  if (bytes.length > publicationBytes) refuse(`expected at most ${publicationBytes} bytes, found ${bytes.length}`);
  await replaceFile(root, publicationPath(root, environment), bytes);
}

/** The user of an ssh URL is no secret; over http even a user alone may be a token. */
function holdsCredentials(repository: string): boolean {
  if (!URL.canParse(repository)) return false;
  const url = new URL(repository);
  return url.password !== '' || (url.protocol.startsWith('http') && url.username !== '');
}
