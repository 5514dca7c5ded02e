import { parseEvents } from 'js-yaml';
import type { Event as YamlEvent, ParserOptions } from 'js-yaml';
import { Refusal } from './refusal.ts';
import { depthLimit } from './valueBuilder.ts';

/** Keys and values that one document may have, aliases not expanded. */
export const nodeLimit = 500_000;
/** Characters. A shorter text cannot hold so many nodes. */
export const smallText = 1024 * 1024;

/** The events of the parser. Throws YAMLException, and Refusal before a text of millions of nodes fills the memory. */
export function parseBounded(text: string): YamlEvent[] {
  return parseEvents(text, text.length < smallText ? { maxDepth: depthLimit } : countingOptions());
}

/**
 * The parser has no limit of nodes, but compares its depth with `maxDepth` at each of them: 8 MiB of `- 0` are two million
 * events, which would take the memory of the whole applier.
 */
function countingOptions(): ParserOptions {
  let nodes = 0;
  const valueOf = (): number => {
    nodes += 1;
    if (nodes <= nodeLimit) return depthLimit;
    throw new Refusal('too-large', `a document must have at most ${nodeLimit} keys and values, found more`);
  };
  return Object.assign<ParserOptions, object>({}, { maxDepth: { valueOf } });
}
