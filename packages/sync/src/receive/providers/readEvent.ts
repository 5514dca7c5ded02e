import type { IncomingHttpHeaders } from 'node:http';
import { parseBody } from '../parseBody.ts';
import type { Hint } from './provider.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Refs in full (`refs/heads/main`), whether history was rewritten, and by ref the object that was pushed. */
export type Pushed = {
  readonly refs: readonly string[];
  readonly forced: boolean;
  readonly pushed: ReadonlyMap<string, string>;
};

export type EventRules = {
  /** The header that names the event, as the provider writes it. */
  readonly header: string;
  readonly pushes: readonly string[];
  readonly pings?: readonly string[];
  /** What a payload says was pushed, or what is wrong with it. */
  read(payload: Payload): Pushed | { readonly why: string };
  readonly form?: boolean;
};

/** Reads a webhook whose event is named in a header and whose payload is a JSON object. */
export function readEvent(headers: IncomingHttpHeaders, body: Buffer, rules: EventRules): Hint {
  const event = headers[rules.header.toLowerCase()];
  if (typeof event !== 'string') return { kind: 'invalid', why: `the header ${rules.header} must name the event` };
  const parsed = parseBody(body, rules.form ?? false);
  if (parsed.kind === 'invalid') return parsed;
  if (rules.pings?.includes(event) === true) return { kind: 'ping' };
  if (!rules.pushes.includes(event)) return { kind: 'other' };
  const read = rules.read(parsed.value);
  if ('why' in read) return { kind: 'invalid', why: read.why };
  const { refs, forced, pushed } = read;
  return { kind: 'moved', refs, forced, ...(pushed.size > 0 && { pushed }) };
}
