import { readConfig } from './readConfig.ts';
import { settings } from './settings.ts';
import { splitListen } from './splitListen.ts';

/** These say "every address of this machine"; a probe asks over loopback. */
const everywhere = ['0.0.0.0', '::'];

/**
 * Where the program that runs with this file answers /healthz and /readyz, as a probe on the same machine reaches it.
 * A file that is not valid counts as one without the address: after a bad edit the program goes on with the last good
 * file, and a probe that failed for it would end what still works. Never rejects.
 */
export async function healthAddress(
  file: string,
  program: 'sync' | 'applier',
): Promise<{ host: string; port: number }> {
  const path = program === 'sync' ? 'sync.internal' : 'applier.listen';
  const read = await readConfig(file);
  let listen = settings.find((setting) => setting.path === path)?.default ?? '';
  if (read.kind === 'valid') listen = program === 'sync' ? read.config.sync.internal : read.config.applier.listen;
  const { host, port } = splitListen(listen);
  return { host: everywhere.includes(host) ? '127.0.0.1' : host, port };
}
