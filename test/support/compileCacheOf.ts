import { join } from 'node:path';

/**
 * Where a program keeps what it compiled, in the cache of the test run. V8 takes only code of the same V8 flags, and sync
 * sets some: in one directory with the others each of them would compile and write all that they share anew.
 */
export function compileCacheOf(name: 'sync' | 'applier', cache: string): string {
  return name === 'sync' ? join(cache, name) : cache;
}
