import { constructFromEvents, CORE_SCHEMA, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import type { Fault } from '../fault.ts';
import { eventId, startOf } from './events.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yamlNode.ts';

/** Builds the one document of an event stream. Faults are collected, so that one look shows them all. */
export function buildNode(text: string, events: Event[]): { root?: YamlNode; faults: Fault[] } {
  const builder = new Builder(text, events);
  // The first event opens the document; an empty text has none.
  const root = events.length > 1 ? builder.node('', 0) : undefined;
  return { ...(root !== undefined && { root }), faults: builder.faults };
}

class Builder {
  readonly faults: Fault[] = [];
  readonly #text: string;
  readonly #events: Event[];
  #next = 1;

  constructor(text: string, events: Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** Takes the next value. `fallback` is the offset of a value that is not written at all. */
  node(setting: string, fallback: number): YamlNode {
    const event = this.#events[this.#next++];
    const offset = startOf(event) ?? fallback;
    if (event?.type === eventId.ALIAS) {
      this.#refuse(offset, setting, 'aliases (*name) are not supported: write the value out');
    }
    if (event?.type === eventId.MAPPING || event?.type === eventId.SEQUENCE || event?.type === eventId.SCALAR) {
      this.#refuseProperties(event, setting);
    }
    if (event?.type === eventId.MAPPING) return { kind: 'mapping', entries: this.#entries(setting, offset), offset };
    if (event?.type === eventId.SEQUENCE) return { kind: 'sequence', items: this.#items(setting, offset), offset };
    if (event?.type === eventId.SCALAR) return this.#scalar(event, offset);
    return { kind: 'scalar', value: null, source: '', offset };
  }

  #atEnd(): boolean {
    const event = this.#events[this.#next];
    return event === undefined || event.type === eventId.POP;
  }

  #items(setting: string, fallback: number): YamlNode[] {
    const items: YamlNode[] = [];
    while (!this.#atEnd()) items.push(this.node(`${setting}[${items.length}]`, fallback));
    this.#next += 1;
    return items;
  }

  #entries(setting: string, fallback: number): YamlEntry[] {
    const entries: YamlEntry[] = [];
    const seen = new Set<string>();
    while (!this.#atEnd()) {
      const keyNode = this.node(setting, fallback);
      const keyOffset = keyNode.offset;
      const key = keyNode.kind === 'scalar' ? keyNode.source : '';
      const path = setting === '' ? key : `${setting}.${key}`;
      const value = this.node(path, keyOffset);
      if (key === '') {
        // A name that is not written has no place of its own; what follows its colon has.
        const place = keyNode.kind === 'scalar' ? value.offset : keyOffset;
        this.#refuse(place, setting, `expected the name of a setting, found ${this.#noName(keyNode)}`);
      } else if (key === '<<') {
        this.#refuse(keyOffset, setting, 'merge keys (<<) are not supported: write the settings out');
      } else if (seen.has(key)) {
        this.#refuse(keyOffset, path, 'expected each setting once, found it a second time');
      } else {
        entries.push({ key, keyOffset, value });
      }
      seen.add(key);
    }
    this.#next += 1;
    return entries;
  }

  #noName(node: YamlNode): string {
    if (this.#text.startsWith('{', node.offset)) return '{ } (a template that was not rendered?)';
    return node.kind === 'scalar' ? 'nothing' : `a ${node.kind === 'mapping' ? 'mapping' : 'list'}`;
  }

  #scalar(event: ScalarEvent, offset: number): YamlScalar {
    const source = event.valueStart < 0 ? '' : getScalarValue(this.#text, event);
    if (event.style !== SCALAR_STYLE.PLAIN) return { kind: 'scalar', value: source, source, offset };
    const document = { type: eventId.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] };
    const bare = { ...event, anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 };
    const [value] = constructFromEvents([document, bare, { type: eventId.POP }], {
      source: this.#text,
      schema: CORE_SCHEMA,
    });
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', value: known ? value : null, source, offset };
  }

  #refuseProperties(event: MappingEvent | SequenceEvent | ScalarEvent, setting: string): void {
    if (event.anchorStart >= 0) {
      this.#refuse(event.anchorStart - 1, setting, 'anchors (&name) are not supported: write the value out');
    }
    if (event.tagStart >= 0) {
      this.#refuse(event.tagStart, setting, 'tags (!name) are not supported: put text in quotes instead');
    }
  }

  #refuse(offset: number, setting: string, message: string): void {
    this.faults.push({ offset, setting, message });
  }
}
