import { TrackedMap } from './trackedMap.ts';

/** One reader of a map, or of another that takes its place. */
export class Follower<K> {
  #map: ReadonlyMap<K, unknown> | undefined;
  #position = 0;

  /** The keys that were written since the last look; undefined: each may be another, as at the first look. */
  look(map: ReadonlyMap<K, unknown>): ReadonlySet<K> | undefined {
    const tracked = isTracked(map) ? map : undefined;
    const written = this.#map === map ? tracked?.writtenSince(this.#position) : undefined;
    this.#map = map;
    this.#position = tracked?.position ?? 0;
    return written;
  }
}

function isTracked<K>(map: ReadonlyMap<K, unknown>): map is TrackedMap<K, unknown> {
  return map instanceof TrackedMap;
}
