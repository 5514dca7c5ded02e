import { printable } from '../values/printable.ts';
import { withoutCredentials } from '../values/withoutCredentials.ts';
import type { Words } from '../values/words.ts';
import type { YamlNode } from '../yaml/yamlNode.ts';

/** What is there, in words for a message: `"al"`, `the number 1.10`, `a list`. Never a secret, never a control character. */
export function found(node: YamlNode, words?: Words): string {
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'sequence') return node.items.length === 0 ? 'an empty list' : `a list of ${node.items.length}`;
  if (node.value === null) return 'nothing';
  if (words?.secret === 'unless a path' && !/^~?\//.test(node.source)) {
    return 'something that is not shown, because it may be a secret';
  }
  if (typeof node.value === 'number') return `the number ${printable(node.source)}`;
  if (typeof node.value === 'boolean') return node.source;
  return words?.secret === 'in a URL' ? quoteUrl(node.value) : quote(node.value);
}

/** Text in quotes on one line. Text that looks like a URL loses what may be credentials, whatever setting it stands in. */
export function quote(text: string): string {
  return /:\/\/|@(?!\{)/.test(text) ? quoteUrl(text) : `"${escapeQuotes(printable(text))}"`;
}

function quoteUrl(text: string): string {
  const shown = withoutCredentials(text);
  const removed = shown === text ? '' : ' (what may be credentials is not shown)';
  return `"${escapeQuotes(printable(shown))}"${removed}`;
}

function escapeQuotes(text: string): string {
  return text.replaceAll('"', '\\"');
}
