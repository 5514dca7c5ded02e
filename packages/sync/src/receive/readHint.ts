import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './authenticate.ts';
import { mediaType } from './checkMedia.ts';
import { parseBody } from './parseBody.ts';

/** All that a request can say: something may have moved. `ref` undefined means every ref, `other` an event that is none of ours. */
export type Hint =
  | { readonly kind: 'moved'; readonly ref: string | undefined; readonly forced: boolean }
  | { readonly kind: 'ping' }
  | { readonly kind: 'other' }
  | { readonly kind: 'invalid'; readonly why: string };

/** Reads the hint from an authenticated request. URL, commit and path never come from it. Never throws. */
export function readHint(caller: Caller, headers: IncomingHttpHeaders, body: Buffer): Hint {
  return caller === 'github' ? readGithub(headers, body) : readBearer(body);
}

function readGithub(headers: IncomingHttpHeaders, body: Buffer): Hint {
  const event = headers['x-github-event'];
  if (typeof event !== 'string') return { kind: 'invalid', why: 'the header X-GitHub-Event must name the event' };
  const parsed = parseBody(body, mediaType(headers) === 'application/x-www-form-urlencoded');
  if (parsed.kind === 'invalid') return parsed;
  if (event === 'ping') return { kind: 'ping' };
  if (event !== 'push') return { kind: 'other' };
  const { ref, forced } = parsed.value;
  if (typeof ref !== 'string' || ref === '') return { kind: 'invalid', why: 'ref must be a string' };
  return { kind: 'moved', ref, forced: forced === true };
}

function readBearer(body: Buffer): Hint {
  if (body.toString('utf8').trim() === '') return { kind: 'moved', ref: undefined, forced: false };
  const parsed = parseBody(body, false);
  if (parsed.kind === 'invalid') return parsed;
  const { ref } = parsed.value;
  if (ref !== undefined && (typeof ref !== 'string' || ref === ''))
    return { kind: 'invalid', why: 'ref must be a string' };
  return { kind: 'moved', ref, forced: false };
}
