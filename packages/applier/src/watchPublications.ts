import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentsDirectory } from '@couplet/volume';
import { DirectoryWatch } from './directoryWatch.ts';

export type WatchOptions = {
  volume: string;
  /** Called with the name of an environment whose publication is new, replaced or gone. */
  onChange: (environment: string) => void;
  /** The names to look at when the watch is blind. */
  environments(): string[];
  /** Told when the watch itself cannot work. */
  onBlind: (cause: unknown) => void;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
  /** Milliseconds between two looks. */
  interval?: number;
};

/** Milliseconds between two looks for the directory while sync has not made it yet. */
const lookForDirectory = 200;

/**
 * Watches one directory of small files. An event is only a hint, and hints get lost (no inotify watch left, a volume that
 * is emptied and made anew): every 10 s each publication is looked at as well. Resolves when the signal aborts.
 */
export async function watchPublications(options: WatchOptions): Promise<void> {
  const { volume, onChange, onBlind, signal } = options;
  const directory = join(volume, environmentsDirectory);
  const seen = new Map<string, string>();
  async function look(environment: string): Promise<void> {
    const print = await fingerprint(join(directory, `${environment}.json`));
    if (seen.get(environment) === print) return;
    seen.set(environment, print);
    onChange(environment);
  }
  const watching = new DirectoryWatch(directory, (name) => void look(name), onBlind);
  try {
    while (!signal.aborted) {
      const exists = await watching.follow();
      await Promise.all(options.environments().map(look));
      await options.sleep(exists ? (options.interval ?? 10_000) : lookForDirectory, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await watching.close();
  }
}

/** Changes whenever the file is replaced. */
async function fingerprint(file: string): Promise<string> {
  try {
    const { ino, mtimeNs, size } = await stat(file, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch {
    return 'absent';
  }
}
