import { EVENT_ID, getScalarValue } from 'js-yaml';
import type { Event as YamlEvent } from 'js-yaml';
import { eventOffset } from './eventOffset.ts';
import type { JsonObject } from './manifest.ts';

/** The offset of a mapping, or of one of its keys, in the text of its document; undefined for a mapping that it does not hold. */
export type PlaceFinder = (container: JsonObject, key?: string) => number | undefined;

/** Finds places after the fact, for faults and the items of a List, so that a document without them pays little. */
export function placeFinder(
  source: string,
  events: readonly YamlEvent[],
  places: ReadonlyMap<object, number>,
): PlaceFinder {
  return (container, key) => {
    const opening = places.get(container);
    if (opening === undefined) return undefined;
    const found = key === undefined ? opening : findKey(source, events, opening, key);
    const event = events[found ?? opening];
    return event === undefined ? undefined : eventOffset(event);
  };
}

/** The index of the event of a key; undefined when a merge brought it in or it is written in another way. */
function findKey(source: string, events: readonly YamlEvent[], opening: number, key: string): number | undefined {
  let at = opening + 1;
  while (at < events.length && events[at]?.type !== EVENT_ID.POP) {
    const event = events[at];
    if (event?.type === EVENT_ID.SCALAR && getScalarValue(source, event) === key) return at;
    at = afterNode(events, afterNode(events, at));
  }
  return undefined;
}

function afterNode(events: readonly YamlEvent[], start: number): number {
  let depth = 0;
  for (let at = start; at < events.length; at += 1) {
    const type = events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return events.length;
}
