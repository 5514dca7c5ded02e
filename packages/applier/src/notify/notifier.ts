import type { Config } from '@couplet/config';
import type { Clock, Health, Log } from '@couplet/daemon';
import type { Registry } from 'prom-client';
import type { Api } from '../apply/apiClient.ts';
import type { ApplierEvent } from '../events.ts';
import type { Leadership } from '../lease/leadership.ts';
import type { Status } from '../report/status.ts';
import { Conditions } from './conditions.ts';
import { Ledger } from './ledger.ts';
import { notifyMetrics } from './notifyMetrics.ts';
import { notifyReport, type NotifyReport } from './notifyReport.ts';
import { readReceiver } from './readReceiver.ts';
import { ReceiverLoop } from './receiverLoop.ts';
import { sendNotification } from './sendNotification.ts';

export type NotifierDeps = {
  /** As it is in use now; receivers count from the start. */
  config: () => Config;
  status: Pick<Status, 'get'>;
  /** Writes only while the lease is held. */
  api: Api;
  /** Of the ConfigMap with what was told. */
  namespace: string;
  leadership: Pick<Leadership, 'now' | 'isHeld'>;
  clock: Clock;
  health: Health;
  log: Log;
  registry: Registry;
};

/** Milliseconds. */
const afterDefect = 60_000;

/** Tells the receivers of `applier.notify` what is wrong, beside the passes and never in their way. */
export class Notifier {
  readonly #conditions: Conditions;
  readonly #loops: ReceiverLoop[];
  readonly #report: NotifyReport;
  readonly #targets;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor({ config, status, api, namespace, leadership, clock, health, log, registry }: NotifierDeps) {
    const { applier, sync } = config();
    this.#clock = clock;
    this.#log = log;
    this.#targets = applier.notify ?? [];
    const names = this.#targets.map(({ name }) => name);
    this.#report = notifyReport({ log, health, metrics: notifyMetrics(registry, names) });
    const environment = (name: string) => config().environments.find((one) => one.name === name);
    this.#conditions = new Conditions({ status, clock, environment, onChange: () => this.#wake() });
    const isKnown = (receiver: string, name: string): boolean =>
      names.includes(receiver) && environment(name) !== undefined;
    const shared = {
      conditions: this.#conditions,
      ledger: new Ledger({ api, namespace, isKnown }),
      term: () => (leadership.now?.kind === 'leading' && leadership.isHeld() ? leadership.now.term : undefined),
      report: this.#report,
      clock,
    };
    const page = applier.url ?? sync.commitStatus?.page;
    this.#loops = this.#targets.map(
      (target) =>
        new ReceiverLoop({
          ...shared,
          target,
          send: (notification, signal) => sendNotification(target, notification, { clock, signal }),
          ...(page !== undefined && { page }),
        }),
    );
  }

  /** After `status` has recorded it. */
  record(event: ApplierEvent): void {
    if (this.#loops.length > 0) this.#conditions.record(event);
  }

  /** Ends when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    for (const target of this.#targets) {
      // A file that is missing is better known before the first failure.
      await readReceiver(target).catch((error: Error) => this.#report.unusable(target.name, error.message));
    }
    await Promise.all(this.#loops.map((loop) => this.#keepRunning(loop, signal)));
  }

  /** A defect in here must not end the program: what is applied matters more than who is told. */
  async #keepRunning(loop: Pick<ReceiverLoop, 'run'>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await loop.run(signal);
      } catch (err) {
        this.#log.error({ err }, 'notifications ended unexpectedly, they go on in a minute');
        await this.#clock.sleep(afterDefect, signal).catch(() => {});
      }
    }
  }

  #wake(): void {
    for (const loop of this.#loops) loop.wake();
  }
}
