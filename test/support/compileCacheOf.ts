import { join } from 'node:path';

/**
 * Where the two programs keep what they compiled, in the cache of the test run. V8 takes only code of the same V8 flags, and
 * both set some: in one directory with the tests each would compile and write anew whatever they share.
 */
export function compileCacheOf(cache: string): string {
  return join(cache, 'programs');
}
