import { Refusal } from './refusal.ts';

/** The text of one document from its first line with content. `line` is that line, `document` its number; both from 1. */
export type DocumentText = { text: string; line: number; document: number; syntax: 'yaml' | 'json'; refusal?: Refusal };

/** Byte order mark: kubectl passes over one at the start of each document. */
const mark = '\ufeff';
const separator = '---';
const separatorRest = /^\s*(?:#.*)?$/s;
/** A line that is neither blank nor a comment. */
const content = /^[ \t]*[^\s#]/m;

/**
 * Cuts a file into documents where kubectl does (apimachinery, util/yaml/decoder.go), before any YAML is read: at lines
 * `---`, or after each value of a file that starts with `{`. Documents without content are left out and not counted.
 */
export function* splitDocuments(text: string): Generator<DocumentText> {
  let document = 0;
  for (const piece of /^\s*\{/.test(text) && !text.startsWith(mark) ? splitJson(text) : splitYaml(text)) {
    document += 1;
    yield { ...piece, document };
  }
}

type Piece = Omit<DocumentText, 'document'>;

function* splitYaml(text: string): Generator<Piece> {
  let start = 0;
  let line = 1;
  let badSeparator: number | undefined;
  for (let at = nextSeparator(text, 0); start < text.length; at = nextSeparator(text, at + 1)) {
    const end = at === -1 ? text.length : at;
    const next = at === -1 ? text.length : afterLine(text, at);
    if (at !== -1 && !separatorRest.test(text.slice(at + separator.length, next))) {
      badSeparator ??= at;
      continue;
    }
    const begin = text.startsWith(mark, start) ? start + mark.length : start;
    const first = text.slice(begin, end).search(content);
    if (first !== -1) {
      const piece: Piece = {
        text: text.slice(begin + first, end),
        line: line + newlines(text, begin, begin + first),
        syntax: 'yaml',
      };
      if (badSeparator !== undefined) piece.refusal = refuseSeparator(badSeparator - begin - first);
      yield piece;
    }
    if (next < text.length) line += newlines(text, start, next);
    start = next;
    badSeparator = undefined;
  }
}

function refuseSeparator(offset: number): Refusal {
  return new Refusal('yaml-syntax', 'nothing may follow --- on its line, found more', offset);
}

function afterLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function nextSeparator(text: string, from: number): number {
  if (from === 0 && text.startsWith(separator)) return 0;
  const at = text.indexOf(`\n${separator}`, Math.max(0, from - 1));
  return at === -1 ? -1 : at + 1;
}

function* splitJson(text: string): Generator<Piece> {
  const nextContent = /\S/g;
  let line = 1;
  let counted = 0;
  for (let found = nextContent.exec(text); found !== null; found = nextContent.exec(text)) {
    line += newlines(text, counted, found.index);
    counted = found.index;
    const end = endOfJson(text, found.index);
    yield { text: text.slice(found.index, end), line, syntax: 'json' };
    nextContent.lastIndex = end;
  }
}

/** Just after the bracket that closes the one at `start`; the end of the text when there is none. */
function endOfJson(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (depth > 0) continue;
    if (depth === 0) return character === '}' || character === ']' ? at + 1 : text.length;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function newlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === lineFeed) count += 1;
  return count;
}

const lineFeed = 0x0a;
