import type { Source } from '../load/manifest.ts';
import type { Kind } from '../plan/kinds.ts';

/** An object of the publication that is waited for. */
export type Target = {
  /** Object id. */
  id: string;
  /** `kindKey` of its kind. */
  key: string;
  kind: Kind;
  namespace?: string;
  name: string;
  /** Where its manifest is. */
  source: Source;
};
