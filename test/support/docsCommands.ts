import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const docs = join(import.meta.dirname, '..', '..', 'docs');

/** A block of code of a page; `label` is what follows the language on its first line. */
export type CodeBlock = { language: string; label: string; text: string };

/** The fenced blocks of a page of docs/, in their order. */
export async function codeBlocks(page: string): Promise<CodeBlock[]> {
  const text = await readFile(join(docs, page), 'utf8');
  return [...text.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map(([, language = '', label = '', code = '']) => ({
    language,
    label,
    text: code,
  }));
}

/** The one block with that label; throws when the page has none. */
export function blockOf(blocks: readonly CodeBlock[], language: string, label: string): string {
  const found = blocks.find((block) => block.language === language && block.label === label);
  if (found === undefined) throw new Error(`Cannot find a block of ${language} labelled "${label}": there is none`);
  return found.text;
}
