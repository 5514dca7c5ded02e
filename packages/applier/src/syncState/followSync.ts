import { localUrl, type Config } from '@couplet/config';
import { askSync } from './askSync.ts';
import { watchSync, type WatchSyncDeps } from './watchSync.ts';

export type FollowSyncDeps = Pick<WatchSyncDeps, 'environments' | 'status' | 'record' | 'clock' | 'signal'> & {
  /** As it is in use now. */
  readonly config: () => Config;
};

/** Learns from the sync beside us whether git is read, over loopback (docs/decisions/0012). Resolves when the signal aborts. */
export async function followSync({ config, ...deps }: FollowSyncDeps): Promise<void> {
  const sync = askSync({ base: () => localUrl(config().sync.internal) });
  try {
    await watchSync({ ...deps, ask: sync.ask, poll: () => config().repository.poll });
  } finally {
    sync.close();
  }
}
