import { backoff, type Clock } from '@couplet/daemon';
import { metadataOnly, type Api } from '../apply/apiClient.ts';
import { ApiError, ApiUnreachableError } from '../apply/apiError.ts';
import { partOfLabel } from '../apply/fieldManager.ts';
import { eachMember } from '../apply/listMembers.ts';
import { collectionPath } from '../apply/objectPath.ts';
import type { OpenStream } from '../apply/openStream.ts';
import type { Metadata } from '../apply/readMember.ts';
import type { Kind } from '../plan/kinds.ts';
import { decodeLines } from './decodeLines.ts';
import { readWatchEvent, type WatchEvent } from './readWatchEvent.ts';
import { SilenceGuard } from './silenceGuard.ts';

/** What one watch looks at: a kind everywhere, or in one namespace; `version` is the resourceVersion to go on from. */
export type WatchPlace = { kind: Kind; namespace?: string; version?: string };

export type WatchDeps = { api: Api; stream: OpenStream; setId: string; clock: Clock; random?: () => number };

/** What a watch tells. All calls come in the order of the events. */
export type WatchSink = {
  seen(kind: Kind, metadata: Metadata): void;
  gone(kind: Kind, metadata: Metadata): void;
  /** The place was listed anew at this resourceVersion: what is not among `names` (`namespace/name`) is gone. */
  listed(place: WatchPlace, names: ReadonlySet<string>, version: string | undefined): void;
  /** The watch broke, with the milliseconds until it is tried again; undefined: it works again. */
  trouble(place: WatchPlace, error: unknown, retryIn: number): void;
  works(place: WatchPlace): void;
};

/** Bookmarks come about once a minute, so that silence means a dead connection. */
const longestSilence = 120_000;
/** A watch that is not allowed is rarely allowed a moment later. */
const forbiddenPause = 300_000;

/** Follows one place until the signal aborts, through broken connections, restarts of the server and lost history (410). */
export async function watchPlace(
  place: WatchPlace,
  deps: WatchDeps,
  sink: WatchSink,
  signal: AbortSignal,
): Promise<void> {
  const { clock, random } = deps;
  const pauses = backoff(random === undefined ? {} : { random });
  let version = place.version;
  while (!signal.aborted) {
    try {
      version ??= await relist(place, deps, sink, signal);
      for await (const event of follow(place, version, deps, signal)) {
        pauses.reset();
        sink.works(place);
        if (event.kind === 'error') throw new ApiError(event.httpStatus, event.status);
        version = event.version ?? version;
        if (event.kind !== 'bookmark') sink[event.kind](place.kind, event.metadata);
      }
      // The server ends each stream after a while. One that ends at once must not be asked for in a busy loop.
      await clock.sleep(Math.min(pauses.next(), 1000), signal);
    } catch (error) {
      if (signal.aborted) return;
      const lost = isLost(error);
      if (lost) version = undefined;
      const pause = error instanceof ApiError && error.httpStatus === 403 ? forbiddenPause : pauses.next();
      if (!lost) sink.trouble(place, error, pause);
      await clock.sleep(pause, signal).catch(() => {});
    }
  }
}

/** The history from that resourceVersion on is gone, or what came cannot be read: only a list tells what is there. */
function isLost(error: unknown): boolean {
  if (error instanceof ApiError) return error.httpStatus === 410;
  return !(error instanceof ApiUnreachableError);
}

async function relist(
  place: WatchPlace,
  { api, setId }: WatchDeps,
  sink: WatchSink,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { kind, namespace } = place;
  const names = new Set<string>();
  const where = { setId, signal, ...(namespace !== undefined && { namespace }) };
  const version = await eachMember(api, kind, where, (metadata) => {
    names.add(`${metadata.namespace ?? ''}/${metadata.name}`);
    sink.seen(kind, metadata);
  });
  sink.listed(place, names, version);
  return version;
}

async function* follow(
  { kind, namespace }: WatchPlace,
  version: string | undefined,
  { stream, setId, clock, random = Math.random }: WatchDeps,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const query = new URLSearchParams({
    watch: '1',
    labelSelector: `${partOfLabel}=${setId}`,
    allowWatchBookmarks: 'true',
    // Many watches that began together do not end together.
    timeoutSeconds: String(Math.round(300 + random() * 300)),
    ...(version !== undefined && { resourceVersion: version }),
  });
  const path = `${collectionPath(kind, kind.versions[0] ?? '', namespace)}?${query}`;
  using guard = new SilenceGuard(clock, longestSilence, signal);
  try {
    const response = await stream({ path, accept: metadataOnly, signal: guard.signal });
    for await (const line of decodeLines(response)) {
      guard.heard();
      yield readWatchEvent(line);
    }
  } catch (error) {
    if (!guard.silent && (error instanceof ApiError || error instanceof ApiUnreachableError || isOurs(error)))
      throw error;
    const found = guard.silent ? `silence for ${longestSilence / 1000} s` : String(error);
    throw new ApiUnreachableError(
      `Cannot watch ${kind.resource}: the API server must go on answering, found ${found}`,
      {
        cause: error,
      },
    );
  }
}

/** What cannot be read is no fault of the connection. */
function isOurs(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof RangeError;
}
