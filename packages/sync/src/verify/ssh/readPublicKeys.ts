import { contentLines, readKeyLine } from './readKeyLine.ts';
import type { ReadSigners, SshSigner } from './sshSigner.ts';

/** Reads the keys of a .pub file, one a line. A line with options is left out: they could restrict what we do not know. */
export function readPublicKeys(file: string, text: string): ReadSigners {
  const signers: SshSigner[] = [];
  const leftOut: string[] = [];
  for (const { line, content } of contentLines(text)) {
    const place = `${file}:${line}`;
    const read = readKeyLine(content);
    if (read.kind === 'key') signers.push({ key: read.key, place });
    else leftOut.push(`${place}: it must be an ssh public key without options, found ${read.found}`);
  }
  return { signers, leftOut };
}
