/** Characters of a text in the history: it is kept fifty times. */
const longest = 2000;

/** The text itself, or its beginning. */
export function clip(text: string): string {
  if (text.length <= longest) return text;
  // A slice alone would keep the whole original in memory: V8 slices share it. Bytes make a copy.
  return `${Buffer.from(text.slice(0, longest - 1).toWellFormed()).toString()}…`;
}
