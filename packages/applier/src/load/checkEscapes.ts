import { Refusal } from './refusal.ts';

/** `\U` with more than U+10FFFF, an escaped backslash before it aside: the parser would make another character of it. */
const beyondUnicode = /(?<!\\)(?:\\\\)*\\U(?!00(?:0[0-9a-fA-F]|10))/;

/** Refuses escapes that name no character. `source` is a double-quoted scalar as written, `text` its value, `at` its place. */
export function checkEscapes(source: string, text: string, at: number): void {
  if (beyondUnicode.test(source)) {
    throw new Refusal('yaml-syntax', 'an escape must name a character up to U+10FFFF, found a higher one', at);
  }
  if (!text.isWellFormed()) {
    throw new Refusal('lone-surrogate', 'a string must hold whole characters, found half of a surrogate pair', at);
  }
}
