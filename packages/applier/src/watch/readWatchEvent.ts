import type { ApiStatus } from '../apply/apiError.ts';
import type { Metadata } from '../apply/readMember.ts';

/** One line of a watch (meta/v1 WatchEvent), as far as it is used. */
export type WatchEvent =
  | { kind: 'seen' | 'gone'; metadata: Metadata; version: string | undefined }
  /** Nothing happened up to this resourceVersion. */
  | { kind: 'bookmark'; version: string | undefined }
  | { kind: 'error'; httpStatus: number; status: ApiStatus };

type Line = { type?: string; object?: { code?: number; metadata?: Metadata } & ApiStatus };

const kinds = { ADDED: 'seen', MODIFIED: 'seen', DELETED: 'gone' } as const;

/** Throws a SyntaxError for a line that is no event: a proxy wrote it, or the stream broke. */
export function readWatchEvent(line: string): WatchEvent {
  // The border: the API server writes what its API documents.
  const { type = '', object = {} }: Line = JSON.parse(line);
  const { metadata } = object;
  if (type === 'ERROR') return { kind: 'error', httpStatus: object.code ?? 500, status: object };
  if (type === 'BOOKMARK') return { kind: 'bookmark', version: metadata?.resourceVersion };
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') {
    throw new SyntaxError(`Cannot read an event of a watch: its type must be known, found ${type.slice(0, 40)}`);
  }
  if (metadata === undefined)
    throw new SyntaxError('Cannot read an event of a watch: it must have metadata, found none');
  return { kind: kinds[type], metadata, version: metadata.resourceVersion };
}
