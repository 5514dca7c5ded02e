import type { Environment } from './fetch/proxy/readProxies.ts';
import { readProxies } from './fetch/proxy/readProxies.ts';
import { parseSshUrl } from './fetch/ssh/parseSshUrl.ts';

/**
 * Why sync cannot follow a repository that couplet.yaml may name, such as an ssh path with a NUL, or a proxy in the
 * environment that is none; undefined when it can.
 */
export function refuseRepository(url: string, environment: Environment): string | undefined {
  try {
    if (parseSshUrl(url) === undefined) readProxies(environment).forUrl(new URL(url));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
