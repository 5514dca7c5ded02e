import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where built things outlive the checkout: `COUPLET_CACHE`, else `couplet` below `XDG_CACHE_HOME`, else below `~/.cache`. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  if (env['COUPLET_CACHE']) return env['COUPLET_CACHE'];
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'couplet');
}
