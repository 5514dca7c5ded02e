import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { AliasEvent, Event as YamlEvent, ScalarEvent } from 'js-yaml';
import { checkEscapes } from './checkEscapes.ts';
import { eventOffset } from './eventOffset.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { Json, JsonObject } from './manifest.ts';
import { mappingKey } from './mappingKey.ts';
import { Refusal } from './refusal.ts';
import { isMergeKey, resolveJson, resolveScalar } from './resolveScalar.ts';

/** Levels of mappings and sequences, also through aliases. */
export const depthLimit = 100;
/** Nodes and characters that a document may have after its aliases are expanded. */
export const expandedLimit = 8 * 1024 * 1024;

const colonAtEnd = /[ \t]*:[,}\]]/y;

/** What an anchor names. `weight` counts its nodes and characters, `height` the levels below it; `open` until its node ends. */
type Anchor = { value: Json; weight: number; height: number; open: boolean };

/**
 * Builds the value of one document from the events of the parser. Our own, because js-yaml's constructor lets a key win
 * over a later `<<` where kubectl does the reverse, and counts aliases only after they are expanded.
 */
export class ValueBuilder {
  /** The index of the event that opened each mapping and sequence. */
  readonly places = new Map<object, number>();
  readonly #source: string;
  readonly #events: readonly YamlEvent[];
  readonly #resolve: typeof resolveScalar;
  readonly #anchors = new Map<string, Anchor>();
  #next = 0;
  #weight = 0;
  #deepest = 0;

  constructor(source: string, events: readonly YamlEvent[], syntax: 'yaml' | 'json') {
    this.#source = source;
    this.#events = events;
    this.#resolve = syntax === 'json' ? resolveJson : resolveScalar;
  }

  /** Reads the node whose first event is at `start`. Throws Refusal. */
  build(start: number): Json {
    this.#next = start;
    return this.#node(0);
  }

  #node(depth: number): Json {
    const event = this.#events[this.#next];
    if (event === undefined) throw new Refusal('yaml-syntax', 'the document must be complete, found its end');
    this.#weight += 1;
    if (depth > this.#deepest) this.#deepest = depth;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event, depth);
    if (!('anchorStart' in event) || event.anchorStart === -1) return this.#content(event, depth);

    const weight = this.#weight;
    const deepest = this.#deepest;
    this.#deepest = depth;
    // Set when the node opens, as in go-yaml: an anchor of the same name inside it replaces it for what follows.
    const anchor: Anchor = { value: null, weight: 0, height: 0, open: true };
    this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), anchor);
    const value = this.#content(event, depth);
    Object.assign(anchor, { value, weight: this.#weight - weight + 1, height: this.#deepest - depth, open: false });
    this.#deepest = Math.max(deepest, this.#deepest);
    return value;
  }

  #content(event: YamlEvent, depth: number): Json {
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event);
    const place = this.#next;
    this.#next += 1;
    const value = event.type === EVENT_ID.MAPPING ? this.#mapping(depth + 1) : this.#sequence(depth + 1);
    this.places.set(value, place);
    return value;
  }

  #sequence(depth: number): Json[] {
    const items: Json[] = [];
    while (!this.#closes()) items.push(this.#node(depth));
    return items;
  }

  #mapping(depth: number): JsonObject {
    const mapping: JsonObject = {};
    let merged: Set<string> | undefined;
    while (!this.#closes()) {
      const keyEvent = this.#events[this.#next];
      const at = keyEvent === undefined ? 0 : eventOffset(keyEvent);
      this.#checkColon(keyEvent, at);
      if (this.#isMerge(keyEvent)) {
        this.#next += 1;
        merged ??= new Set();
        this.#merge(mapping, merged, depth, at);
        continue;
      }
      const key = mappingKey(this.#node(depth), this.#text(keyEvent), at);
      if (Object.hasOwn(mapping, key) && merged?.delete(key) !== true) {
        throw new Refusal('duplicate-key', 'a key may stand once in a mapping, found it again', at);
      }
      mapping[key] = this.#node(depth);
    }
    return mapping;
  }

  #isMerge(event: YamlEvent | undefined): boolean {
    if (event?.type !== EVENT_ID.SCALAR || this.#source[event.valueStart] !== '<') return false;
    const plain = event.style === SCALAR_STYLE.PLAIN;
    const tag = event.tagStart === -1 ? '' : this.#source.slice(event.tagStart, event.tagEnd);
    return isMergeKey(this.#text(event), plain, tag);
  }

  /** A merge overrides what stands before it and yields to what follows; of several mappings the first wins. */
  #merge(mapping: JsonObject, merged: Set<string>, depth: number, at: number): void {
    const list = this.#events[this.#next]?.type === EVENT_ID.SEQUENCE;
    const value = this.#node(depth);
    for (const source of list && Array.isArray(value) ? value.toReversed() : [value]) {
      if (!isJsonObject(source))
        throw new Refusal('yaml-syntax', '<< must name a mapping or a list of mappings, found neither', at);
      for (const [key, merging] of Object.entries(source)) {
        if (!Object.hasOwn(mapping, key)) merged.add(key);
        mapping[key] = merging;
      }
    }
  }

  #scalar(event: ScalarEvent): Json {
    this.#next += 1;
    const tag = event.tagStart === -1 ? '' : this.#source.slice(event.tagStart, event.tagEnd);
    const text = getScalarValue(this.#source, event);
    this.#weight += text.length;
    if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast) {
      checkEscapes(this.#source.slice(event.valueStart, event.valueEnd), text, event.valueStart);
    }
    try {
      return this.#resolve(text, event.style === SCALAR_STYLE.PLAIN, tag);
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.code, error.rule, eventOffset(event)) : error;
    }
  }

  #alias(event: AliasEvent, depth: number): Json {
    this.#next += 1;
    const at = eventOffset(event);
    const anchor = this.#anchors.get(this.#source.slice(event.anchorStart, event.anchorEnd));
    if (anchor === undefined) throw new Refusal('yaml-syntax', 'an alias must name an anchor above it, found none', at);
    if (anchor.open) throw new Refusal('alias-bomb', 'an alias must not stand inside its own anchor, found one', at);
    this.#weight += anchor.weight;
    if (this.#weight > expandedLimit)
      throw new Refusal('alias-bomb', 'aliases must not expand to more than 8 MiB, found more', at);
    this.#deepest = Math.max(this.#deepest, depth + anchor.height);
    if (depth + anchor.height <= depthLimit) return anchor.value;
    throw new Refusal(
      'too-deep',
      `nesting must not be deeper than ${depthLimit} levels, found more through an alias`,
      at,
    );
  }

  /** In `{a:}` and `{a:, b: 1}` kubectl takes the colon for a part of the key. */
  #checkColon(event: YamlEvent | undefined, at: number): void {
    if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || event.valueEnd === -1) return;
    colonAtEnd.lastIndex = event.valueEnd;
    if (colonAtEnd.test(this.#source))
      throw new Refusal('yaml-syntax', 'a colon after a key must be followed by a space, found none', at);
  }

  #text(event: YamlEvent | undefined): string {
    return event?.type === EVENT_ID.SCALAR ? getScalarValue(this.#source, event) : '';
  }

  #closes(): boolean {
    if (this.#events[this.#next]?.type !== EVENT_ID.POP) return false;
    this.#next += 1;
    return true;
  }
}
