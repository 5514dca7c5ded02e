import type { Clock, Health, Log } from '@couplet/daemon';
import type { Registry } from 'prom-client';
import type { Api } from '../apply/apiClient.ts';
import type { Leadership } from '../lease/leadership.ts';
import { History } from './history.ts';
import { historyReport } from './historyReport.ts';
import { RunKeeper } from './runKeeper.ts';
import { RunStore } from './runStore.ts';

type Deps = {
  /** Fenced: what it writes, it writes as the one that leads. */
  api: Api;
  /** Of the ConfigMaps. */
  namespace: string;
  clock: Clock;
  leadership: Leadership;
  registry: Registry;
  health: Health;
  log: Pick<Log, 'info' | 'warn'>;
};

/** A history that outlives the process: its runs are kept in ConfigMaps. */
export function keepHistory({ api, namespace, clock, leadership, ...report }: Deps): History {
  const history: History = new History((environment, list, onRead) => {
    const store = new RunStore(api, { environment, namespace });
    const onTurn = (failure: unknown): void => told.tried(environment, failure);
    told.opened(environment);
    const keeper = new RunKeeper({ list, store, clock, leadership, onRead, onTurn });
    return {
      changed: (within) => keeper.changed(within),
      written: (signal) => keeper.written(signal),
      leadershipChanged: () => keeper.leadershipChanged(),
      async close(within) {
        await keeper.close(within);
        told.closed(environment);
      },
    };
  });
  const told = historyReport({ ...report, held: () => history.held() });
  return history;
}
