// Joiners hold emoji and some scripts together; every other control or format character can only mislead on a page.
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const short: Record<string, string> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/**
 * Text with nothing hidden in it: line breaks, escapes, direction marks and the like are written out (`\n`, `\x1b`,
 * `\u202e`), and half characters become the replacement character.
 */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll(unseen, written);
}

function written(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return short[character] ?? String.raw`\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? String.raw`\u${code.padStart(4, '0')}` : String.raw`\u{${code}}`;
}
