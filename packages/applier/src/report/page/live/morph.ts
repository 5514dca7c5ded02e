import type { PageElement, PageNode } from './browserTypes.ts';

/**
 * Makes `from` like `to` and keeps every element that both have: with it stay focus, scroll position, selection, and what a
 * person typed or chose (attributes are only the default of a field: HTML, 4.10.18.1). An unfolded `<details>` and what is
 * marked `data-once` stay as they are.
 */
function morph(from: PageElement, to: PageElement): void {
  if (from.isEqualNode(to) || from.id === 'live' || from.hasAttribute('data-once')) return;
  const keeps = (name: string): boolean => name === 'open' && from.nodeName === 'DETAILS';
  for (const name of Array.from(from.attributes, (attribute) => attribute.name)) {
    if (!to.hasAttribute(name) && !keeps(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !keeps(name)) from.setAttribute(name, value);
  }
  const { value: chosen } = from;
  morphChildren(from, to);
  // A choice that is put in brings along that it was the chosen one in its document.
  if (from.nodeName === 'SELECT') from.value = chosen;
}

function morphChildren(from: PageElement, to: PageElement): void {
  const wanted = named(to.childNodes);
  const present = named(from.childNodes);
  // What is gone goes first, so that what stays need not be moved: a move takes the focus away.
  for (const [name, node] of present) if (!wanted.has(name)) node.remove();
  let at = from.firstChild;
  for (const [name, next] of wanted) {
    const match = present.get(name);
    if (match === undefined || match !== at) from.insertBefore(match ?? next, at);
    else at = at.nextSibling;
    if (match === undefined) continue;
    if (isElement(match) && isElement(next)) morph(match, next);
    else if (match.nodeValue !== next.nodeValue) match.nodeValue = next.nodeValue;
  }
}

/** Children by what identifies them, or else by being the n-th of their kind. */
function named(nodes: Iterable<PageNode>): Map<string, PageNode> {
  const found = new Map<string, PageNode>();
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const name = `${node.nodeName} ${isElement(node) ? keyOf(node) : ''}`;
    const nth = counts.get(name) ?? 0;
    counts.set(name, nth + 1);
    found.set(`${name} ${nth}`, node);
  }
  return found;
}

/** A choice, an item of a list and a row of a table are known by what is in them. */
function keyOf(element: PageElement): string {
  if (element.nodeName === 'OPTION') return element.textContent;
  const own = element.id || element.getAttribute('data-key');
  if (own || (element.nodeName !== 'LI' && element.nodeName !== 'TR')) return own ?? '';
  const inner = element.querySelector('[id],[data-key],[href]');
  return inner === null ? '' : inner.id || inner.getAttribute('data-key') || inner.getAttribute('href') || '';
}

function isElement(node: PageNode): node is PageElement {
  return 'attributes' in node;
}

/** `morph` and all that it uses: in the browser they run as their text. */
export const morphFunctions = [isElement, keyOf, named, morphChildren, morph];
export type Morph = typeof morph;
