/** No text of a commit, a manifest or an API server is kept longer than this many characters. */
export const longestText = 10_000;

/** The text itself, or its beginning with how much was left out; never longer than `longestText`. */
export function bound(text: string): string {
  if (text.length <= longestText) return text;
  const suffix = `… (${text.length} characters, shortened)`;
  // A slice alone would keep the whole original in memory: V8 slices share it. Bytes make a copy.
  return Buffer.from(text.slice(0, longestText - suffix.length)).toString() + suffix;
}
