import type { ObjectPage } from '../objects/objectRow.ts';

/** What is known of the objects of an environment that has looked at nothing yet. */
export const noObjects: ObjectPage = {
  objects: [],
  total: 0,
  matched: 0,
  page: 1,
  pages: 1,
  kinds: [],
  namespaces: [],
  byHealth: { failed: 0, missing: 0, terminating: 0, progressing: 0, unknown: 0, current: 0 },
};
