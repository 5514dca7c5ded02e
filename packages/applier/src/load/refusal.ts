import type { FaultCode } from './faultCodes.ts';

/** The rule of every `unrendered-template`. */
export const unrendered = 'templates must be rendered before they are committed, found {{ }}';

/** Thrown inside the reader of one document, and caught there: `rule` is the second half of the message of a fault. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: FaultCode;
  readonly rule: string;
  /** Where in the text of the document, in UTF-16 units; the reader fills it in when the thrower does not know. */
  readonly offset: number | undefined;

  constructor(code: FaultCode, rule: string, offset?: number) {
    super(rule);
    this.code = code;
    this.rule = rule;
    this.offset = offset;
  }
}
