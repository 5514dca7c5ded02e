import htm from 'htm';
import { h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { visible } from './visible.ts';

/** Markup that is escaped when it is rendered. */
export type Html = VNode | VNode[];

type Child = string | number | boolean | null | undefined | VNode | Child[];
type Attributes = Record<string, unknown> | null;
type Tag = (strings: TemplateStringsArray, ...values: (Child | { __html: string })[]) => Html;
type Library = { bind(create: (type: string, attributes: Attributes, ...children: Child[]) => VNode): Tag };

/**
 * The tag of every template of the page. Whatever text enters a template, as a child or an attribute, has nothing
 * hidden in it and is escaped.
 */
export const html: Tag = (strings, ...values) => tag(flowing(strings), ...values);

const tag = library(htm).bind((type, attributes, ...children) =>
  h(type, seenAttributes(attributes), ...children.map(seenChild)),
);

const flows = new WeakMap<TemplateStringsArray, TemplateStringsArray>();
let read = 0;

/** How many templates were read so far. Each is read once, by the first page that it stands in. */
export function templatesRead(): number {
  return read;
}

/** The texts of a template as HTML takes them: a line break between two words is a blank, and nothing that was hidden. */
function flowing(strings: TemplateStringsArray): TemplateStringsArray {
  const known = flows.get(strings);
  if (known !== undefined) return known;
  read += 1;
  const texts = strings.map((text) => text.replaceAll(/(?<=[^\s>])\s*\n\s*(?=[^\s<])/g, ' '));
  const flow = Object.assign(texts, { raw: strings.raw });
  flows.set(strings, flow);
  return flow;
}

/** A whole document. */
export function renderDocument(root: Html): string {
  return `<!doctype html>\n${renderToString(h('html', { lang: 'en' }, root))}`;
}

function seenAttributes(attributes: Attributes): Record<string, unknown> {
  const entries = Object.entries(attributes ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? visible(value) : value]));
}

function seenChild(child: Child): Child {
  if (Array.isArray(child)) return child.map(seenChild);
  return typeof child === 'string' ? visible(child) : child;
}

// htm's types describe its CommonJS form, which Node does not load here.
function library(module: unknown): Library {
  if (!isLibrary(module)) throw new TypeError(`Cannot use htm: it must be a function, found ${typeof module}`);
  return module;
}

function isLibrary(module: unknown): module is Library {
  return typeof module === 'function';
}
