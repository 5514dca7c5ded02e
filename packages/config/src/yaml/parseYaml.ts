import { parseEvents, YAMLException, type Event } from 'js-yaml';
import type { Fault } from '../fault.ts';
import { buildNode } from './buildNode.ts';
import { printable } from '../values/printable.ts';
import { eventId, startOf } from './events.ts';
import type { YamlNode } from './yamlNode.ts';

/** couplet.yaml needs 4; deeper nesting is an attack or an accident. */
const maxDepth = 20;

/**
 * Reads one YAML 1.2 document (core schema) with the place of every value. Anchors, aliases, merge keys and tags are
 * faults, so that what is written is what is meant. `root` is absent when the text holds nothing that can be read.
 */
export function parseYaml(text: string): { root?: YamlNode; faults: Fault[] } {
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { faults: [syntaxFault(text, error)] };
  }
  const second = events.findIndex((event, index) => index > 0 && event.type === eventId.DOCUMENT);
  if (second === -1) return buildNode(text, events);
  const { root, faults } = buildNode(text, events.slice(0, second));
  const offset = startOf(events[second + 1]) ?? text.trimEnd().length;
  faults.push({ offset, setting: '', message: 'expected one YAML document, found a second one' });
  return { ...(root !== undefined && { root }), faults };
}

function syntaxFault(text: string, error: YAMLException): Fault {
  const tab = /^ *\t/m.exec(text);
  if (tab !== null) {
    const offset = tab.index + tab[0].length - 1;
    return { offset, setting: '', message: 'not valid YAML: expected spaces for indentation, found a tab' };
  }
  const hint = text.includes('{{') ? ' (is {{ }} a template that was not rendered?)' : '';
  const offset = error.mark?.position ?? 0;
  return { offset, setting: '', message: `not valid YAML: ${printable(error.reason)}${hint}` };
}
