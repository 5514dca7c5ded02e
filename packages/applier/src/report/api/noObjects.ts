import type { ObjectPage } from '../../objects/objectRow.ts';

/** What an environment answers before it has looked at anything. */
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
