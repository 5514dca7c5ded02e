import type { Environment } from '@couplet/config';
import type { Emit } from '../events.ts';
import type { RequestRecord } from '../requestRecord.ts';
import type { Trigger } from '../trigger.ts';
import type { Waits } from '../waits.ts';
import type { WebhookSecrets } from './readWebhookSecrets.ts';

/** Everything in milliseconds. */
export type ReceiverTimeouts = {
  /** For the head of a request. */
  readonly headers: number;
  /** For a whole request. */
  readonly request: number;
  /** Without a byte from either side. */
  readonly connection: number;
  /** Between two requests; longer than the 60 s after which proxies close idle connections themselves. */
  readonly keepAlive: number;
  /** How often the first two are looked at. */
  readonly checkEvery: number;
};

export const defaultTimeouts: ReceiverTimeouts = {
  headers: 5_000,
  request: 10_000,
  connection: 15_000,
  keepAlive: 72_000,
  checkEvery: 1_000,
};

export type ReceiverDeps = {
  readSecrets(): Promise<WebhookSecrets>;
  /** As they are configured now. */
  environments(): readonly Environment[];
  /** Hands over; must not wait for work. */
  post(trigger: Trigger): void;
  record(id: string): RequestRecord | undefined;
  readonly waits: Waits;
  readonly emit: Emit;
  readonly now: () => number;
  readonly timeouts?: ReceiverTimeouts;
};
