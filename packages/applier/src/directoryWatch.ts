import { stat } from 'node:fs/promises';
import { watch, type FSWatcher } from 'chokidar';

/** The chokidar watch on one directory of JSON files, set up again when the directory is not the one it watched. */
export class DirectoryWatch {
  readonly #directory: string;
  readonly #onChange: (name: string) => void;
  readonly #onBlind: (cause: unknown) => void;
  #watched: { inode: bigint; watcher: FSWatcher } | undefined;

  constructor(directory: string, onChange: (name: string) => void, onBlind: (cause: unknown) => void) {
    this.#directory = directory;
    this.#onChange = onChange;
    this.#onBlind = onBlind;
  }

  /** Makes sure that the directory which is there now is watched; false while there is none. */
  async follow(): Promise<boolean> {
    const inode = await inodeOf(this.#directory);
    if (inode === this.#watched?.inode) return inode !== undefined;
    await this.close();
    if (inode === undefined) return false;
    const watcher = watch(this.#directory, { depth: 0, ignoreInitial: true });
    watcher.on('all', (_event, path) => {
      const name = /([^/]+)\.json$/.exec(path)?.[1];
      if (name !== undefined) this.#onChange(name);
    });
    watcher.on('error', this.#onBlind);
    this.#watched = { inode, watcher };
    const ready = Promise.withResolvers<void>();
    watcher.once('ready', ready.resolve);
    watcher.once('error', () => ready.resolve());
    await ready.promise;
    return true;
  }

  async close(): Promise<void> {
    await this.#watched?.watcher.close();
    this.#watched = undefined;
  }
}

async function inodeOf(directory: string): Promise<bigint | undefined> {
  try {
    return (await stat(directory, { bigint: true })).ino;
  } catch {
    return undefined;
  }
}
