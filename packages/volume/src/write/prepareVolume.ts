import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentsDirectory, formatFile, formatLine, temporaryDirectory, treesDirectory } from '../format/layout.ts';
import { errorCode } from '../errorCode.ts';
import { ensureDirectory } from './makeDirectory.ts';
import { naming } from './naming.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Makes the volume's directories and FORMAT, and empties `tmp/`. For the writer's start, when no write is under way.
 * Throws before it changes anything when the volume has another format.
 */
export async function prepareVolume(root: string): Promise<void> {
  const format = readFormat(root);
  // Without fsync a power cut can leave an empty file; that is no other format.
  if (format !== '' && format !== formatLine) {
    const [expected, found] = [formatLine, format.slice(0, 80)].map((text) => JSON.stringify(text));
    throw new Error(`Cannot prepare volume ${root}: ${formatFile} must be ${expected}, found ${found}`);
  }
  naming(root, () => mkdirSync(root, { recursive: true }));
  ensureDirectory(join(root, temporaryDirectory));
  if (format === '') await replaceFile(root, join(root, formatFile), Buffer.from(formatLine));
  ensureDirectory(join(root, treesDirectory));
  ensureDirectory(join(root, environmentsDirectory));
  for (const name of readdirSync(join(root, temporaryDirectory))) {
    await rm(join(root, temporaryDirectory, name), { recursive: true, force: true });
  }
}

function readFormat(root: string): string {
  try {
    return readFileSync(join(root, formatFile), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw new Error(`Cannot read ${join(root, formatFile)}: ${String(error)}`, { cause: error });
  }
}
