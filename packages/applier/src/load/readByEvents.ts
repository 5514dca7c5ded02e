import { EVENT_ID, YAMLException, type Event as YamlEvent } from 'js-yaml';
import type { FaultCode } from './faultCodes.ts';
import { lineCounter } from './lineCounter.ts';
import type { DocumentRead } from './documentRead.ts';
import { parseBounded } from './parseBounded.ts';
import { parserRule } from './parserRule.ts';
import { placeFinder } from './placeFinder.ts';
import { Refusal, unrendered } from './refusal.ts';
import type { DocumentText } from './splitDocuments.ts';
import { ValueBuilder } from './valueBuilder.ts';

/** What kubectl refuses to read, and what it reads as a line break: NEL, U+2028 and U+2029 would not arrive as written. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unwanted = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/;

const templateSigns = new Set<FaultCode>(['yaml-syntax', 'json-syntax', 'invalid-key', 'tab-indentation']);
const notJson = 'a file that starts with { must hold JSON documents and nothing else, found something else';

/** Reads one document as kubectl does, with a parser that knows where each value stands. Pure, and never throws. */
export function readByEvents(document: DocumentText): DocumentRead {
  const { text } = document;
  const line = lineCounter(text, document.line);
  try {
    if (document.refusal !== undefined) throw document.refusal;
    if (document.syntax === 'yaml') checkCharacters(text);
    const events = parseBounded(text);
    checkSingle(events);
    const builder = new ValueBuilder(text, events, document.syntax);
    const value = events.length === 0 ? null : builder.build(1);
    if (document.syntax === 'json') checkJson(text);
    const lineAt = (offset: number | undefined): number | undefined =>
      offset === undefined ? undefined : line(offset);
    const find = placeFinder(text, events, builder.places);
    return { kind: 'value', value, lineOf: (container, key) => lineAt(find(container, key)) };
  } catch (error) {
    const refusal = templateRefusal(text, asRefusal(error, document.syntax));
    return { kind: 'refused', code: refusal.code, rule: refusal.rule, line: line(refusal.offset ?? 0) };
  }
}

function checkCharacters(text: string): void {
  const offset = text.search(unwanted);
  if (offset === -1) return;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  const rule = `YAML must hold no control characters or Unicode line breaks, found U+${code}; write it as an escape in double quotes`;
  throw new Refusal('control-character', rule, offset);
}

/** The parser reads more than JSON, kubectl does not. The message of JSON.parse quotes the text, so only its position is used. */
function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    throw new Refusal('json-syntax', notJson, Number(position ?? 0));
  }
}

/** kubectl reads the first document of what stands between two separators and drops the rest without a word. */
function checkSingle(events: readonly YamlEvent[]): void {
  const second = events.findIndex(({ type }, index) => type === EVENT_ID.DOCUMENT && index > 0);
  if (second === -1) return;
  const rule = 'documents must be separated by a line ---, found another one after the end of the first';
  throw new Refusal('yaml-syntax', rule);
}

function asRefusal(error: unknown, syntax: DocumentText['syntax']): Refusal {
  if (error instanceof Refusal) return error;
  const { code, rule } = parserRule(error instanceof YAMLException ? error.reason : '');
  const offset = error instanceof YAMLException ? error.mark?.position : undefined;
  if (syntax === 'json' && code === 'yaml-syntax') return new Refusal('json-syntax', notJson, offset);
  return new Refusal(code, rule, offset);
}

/** Syntax errors on a line with `{{` outside of quotes are a template that nobody rendered; in quotes and blocks it is text. */
function templateRefusal(text: string, refusal: Refusal): Refusal {
  if (!templateSigns.has(refusal.code)) return refusal;
  const start = text.lastIndexOf('\n', (refusal.offset ?? 0) - 1) + 1;
  const end = text.indexOf('\n', start);
  const template = /^[^'"#]*\{[{%]/.exec(text.slice(start, end === -1 ? undefined : end));
  if (template === null) return refusal;
  return new Refusal('unrendered-template', unrendered, start);
}
