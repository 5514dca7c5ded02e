import { parseSshUrl } from './fetch/ssh/parseSshUrl.ts';

/** Why sync cannot follow a repository that couplet.yaml may name, such as an ssh path with a NUL; undefined when it can. */
export function refuseRepository(url: string): string | undefined {
  try {
    parseSshUrl(url);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
