import { look, readLook } from './loadFile.ts';
import type { ConfigRead } from './parseConfig.ts';

/** Reads couplet.yaml. A file that cannot be read, is no UTF-8 or is over 1 MiB is a problem like any other; never rejects. */
export async function readConfig(file: string): Promise<ConfigRead> {
  return readLook(await look(file), file);
}
