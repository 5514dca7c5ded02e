import { number } from './durations.ts';
import { html, type Html } from './html.ts';
import { visible } from './visible.ts';

/** Some of a list that is too long for one page; `from` counts from 1. */
export type Portion<T> = { items: readonly T[]; from: number; total: number };

/**
 * The items from `from` on, as far as a page has room for them: at most `most` of them and `bytes` of text with `each` of
 * markup, but one at least, so that going on always ends.
 */
export function portion<T>(
  all: readonly T[],
  { from = 1, most, bytes, each = 0 }: { from?: number; most: number; bytes: number; each?: number },
): Portion<T> {
  const start = from > all.length ? 1 : from;
  let left = bytes;
  const items: T[] = [];
  for (const item of all.slice(start - 1, start - 1 + most)) {
    left -= each + sizeOf(item);
    if (left < 0 && items.length > 0) break;
    items.push(item);
  }
  return { items, from: start, total: all.length };
}

/** Where the rest of a list is; `parameter` of the address says from which item on. `more`: further ones that are not kept. */
export function rest<T>({ items, from, total }: Portion<T>, path: string, parameter: string, more = 0): Html | null {
  const next = from + items.length;
  if (from === 1 && next > total && more === 0) return null;
  const link = (start: number, text: string): Html =>
    html`<a href=${`${path}?${parameter}=${start}#${parameter}`}>${text}</a>`;
  return html`<p class="rest">
    <span>${number(from)} to ${number(next - 1)} of ${number(total + more)}</span>
    ${from > 1 && link(1, 'from the first')} ${next <= total && link(next, `from ${number(next)} on`)}
    ${more > 0 && html`<span>${number(more)} were too many to keep</span>`}
  </p>`;
}

/** Bytes of the texts of a value on a page: what is escaped there takes more than here. */
function sizeOf(value: unknown): number {
  const escaped = visible(JSON.stringify(value)).replaceAll(/[&<>"]/g, '&quot;');
  return Buffer.byteLength(escaped);
}

/** What a parameter of the address says: a number from 1, else 1. */
export function startOf(value: unknown): number {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : 1;
}
