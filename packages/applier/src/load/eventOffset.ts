import type { Event as YamlEvent } from 'js-yaml';

/** Where a node stands in the source, in UTF-16 units; 0 when it has no text of its own, as an empty value. */
export function eventOffset(event: YamlEvent): number {
  if ('start' in event) return event.start;
  if ('valueStart' in event && event.valueStart !== -1) return event.valueStart;
  if ('anchorStart' in event && event.anchorStart !== -1) return event.anchorStart;
  return 'tagStart' in event && event.tagStart !== -1 ? event.tagStart : 0;
}
