import type { LineFinder } from './documentRead.ts';
import type { FaultCode } from './faultCodes.ts';
import { isJsonObject } from './isJsonObject.ts';
import { isList, listItems } from './listItems.ts';
import type { Fault, Json, JsonObject, Manifest, Note, Source } from './manifest.ts';
import { readDocument } from './readDocument.ts';
import { readManifest } from './readManifest.ts';
import type { DocumentText } from './splitDocuments.ts';

/** After so many faults the rest of a file is not read: nobody reads more, and a hostile file could hold millions. */
export const faultLimit = 100;

export type ParsedFile = { manifests: Manifest[]; faults: Fault[]; notes: Note[] };

/** Adds what one document of `file` holds: a manifest, those of a List, nothing, or faults. */
export function addDocument(parsed: ParsedFile, file: string, text: DocumentText): void {
  const document = new DocumentReader(parsed, file, text.document);
  const read = readDocument(text);
  if (read.kind === 'refused') document.refuse(read.code, read.line, read.rule);
  else document.add(read.value, text.line, read.lineOf);
}

class DocumentReader {
  readonly #parsed: ParsedFile;
  readonly #file: string;
  readonly #document: number;

  constructor(parsed: ParsedFile, file: string, document: number) {
    this.#parsed = parsed;
    this.#file = file;
    this.#document = document;
  }

  add(value: Json, line: number, lineOf: LineFinder): void {
    if (value === null) return;
    if (!isJsonObject(value)) {
      this.refuse(
        'not-an-object',
        line,
        `a document must be a mapping, found ${Array.isArray(value) ? 'a list' : 'a scalar'}`,
      );
    } else if (isList(value)) {
      this.#addItems(value, lineOf);
    } else {
      this.#addObject(value, line, lineOf);
    }
  }

  refuse(code: FaultCode, line: number, rule: string): void {
    const message = `Cannot read ${this.#file}:${line}: ${rule}`;
    this.#parsed.faults.push({ code, message, file: this.#file, line, document: this.#document });
  }

  #addItems(list: JsonObject, lineOf: LineFinder): void {
    const line = lineOf(list, 'items') ?? 1;
    const items = listItems(list);
    if (items === undefined) this.refuse('invalid-field', line, 'items of a List must be a list, found something else');
    for (const { value, written } of items ?? []) {
      if (this.#parsed.faults.length >= faultLimit) return;
      const at = (isJsonObject(written) ? lineOf(written) : undefined) ?? line;
      if (!isJsonObject(value))
        this.refuse('not-an-object', at, 'each item of a List must be a mapping, found something else');
      else if (isList(value)) this.refuse('nested-list', at, 'an item of a List must not be a List, found one');
      else this.#addObject(value, at, lineOf);
    }
  }

  #addObject(value: JsonObject, line: number, lineOf: LineFinder): void {
    const { manifests, faults, notes } = this.#parsed;
    const place: Source = { file: this.#file, line, document: this.#document };
    const read = readManifest(value, place, manifests.length);
    if (read.kind === 'manifest') {
      manifests.push(read.manifest);
      notes.push(...read.notes.map((message) => ({ message, ...place })));
      return;
    }
    const subject = read.id ?? `the object at ${this.#file}:${line}`;
    for (const { code, rule, field, container, key } of read.problems.slice(0, faultLimit)) {
      faults.push({
        code,
        message: `Cannot apply ${subject}: ${rule}`,
        ...place,
        line: lineOf(container, key) ?? line,
        ...(read.id === undefined ? {} : { id: read.id }),
        ...(field === '' ? {} : { field }),
      });
    }
  }
}
