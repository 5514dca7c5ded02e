import { join } from 'node:path';
import { publicationBytes, publicationFile } from '../format/layout.ts';
import { parsePublication } from '../format/parsePublication.ts';
import type { Publication } from '../format/publication.ts';
import { errorCode } from '../errorCode.ts';
import { RegularFile } from './regularFile.ts';

/** `absent` is not an empty publication: it says that nobody has published yet, or that the environment was removed. */
export type PublicationRead =
  | { kind: 'publication'; publication: Publication }
  | { kind: 'absent' }
  | { kind: 'damaged'; file: string; problem: string };

/** Reads what `environment` should be now. Whatever is wrong with the file comes back as `damaged`; `file` is below the root. */
export async function readPublication(root: string, environment: string): Promise<PublicationRead> {
  const file = publicationFile(environment);
  const damaged = (problem: string): PublicationRead => ({ kind: 'damaged', file, problem });
  try {
    using opened = RegularFile.open(join(root, file));
    if (opened.size > publicationBytes) {
      return damaged(`expected at most ${publicationBytes} bytes, found ${opened.size}`);
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await opened.bytes());
    const parsed = parsePublication(text, environment);
    return parsed.kind === 'problem' ? damaged(parsed.problem) : parsed;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'absent' };
    return damaged(error instanceof Error ? error.message : String(error));
  }
}
