const longest = 80;

/** The beginning of a text that someone else wrote, short enough for a message. */
export function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
