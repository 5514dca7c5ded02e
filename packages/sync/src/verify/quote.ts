/** A value that anybody may have written, for a sentence: one line, in quotes, without control characters, bounded. */
export function quote(text: string): string {
  return JSON.stringify(plain(text, 60));
}

/** The same without quotes; `most` characters at most. */
export function plain(text: string, most = 200): string {
  const clean = text.replaceAll(/\p{C}+/gu, ' ').trim();
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
}
