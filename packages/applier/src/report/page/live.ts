import { follow } from './live/follow.ts';
import { morphFunctions } from './live/morph.ts';

/**
 * The script of the page, as text that stands in it: the page works without it, and with it shows what happens when it
 * happens. The Content-Security-Policy admits exactly these bytes.
 */
export const liveScript = [...morphFunctions, follow].map(textOf).join('\n') + '\nfollow(globalThis,morph);';

/** The source that runs here: Node left blanks where types were. Comments and indentation stay behind. */
function textOf(program: { toString(): string }): string {
  return program
    .toString()
    .replaceAll(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/ {2,}/g, ' ');
}
