import type { FaultCode } from './faultCodes.ts';
import type { JsonObject } from './manifest.ts';

/** A rule that a manifest breaks. `container` and `key` say where, `field` says it for people: `metadata.name`. */
export type Problem = { code: FaultCode; rule: string; field: string; container: JsonObject; key?: string };
