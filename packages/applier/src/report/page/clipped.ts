import { number } from './durations.ts';

/** Longer messages than this are an attack or a mistake; the API has all of it. */
const longest = 4000;

/** A text as far as a page has room for it, and how much is left out. */
export function clipped(text: string, most: number = longest): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}… (and ${number(text.length - most)} characters more, in the API)`;
}
