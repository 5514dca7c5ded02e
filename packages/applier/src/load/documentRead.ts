import type { FaultCode } from './faultCodes.ts';
import type { Json, JsonObject } from './manifest.ts';

/** The line, from 1, of a mapping of the document, or of one of its keys; undefined for a mapping that it does not hold. */
export type LineFinder = (container: JsonObject, key?: string) => number | undefined;

export type DocumentRead =
  | { kind: 'value'; value: Json; lineOf: LineFinder }
  | { kind: 'refused'; code: FaultCode; rule: string; line: number };
