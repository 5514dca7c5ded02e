import type { IncomingHttpHeaders } from 'node:http';
import type { WebhookSecrets } from '../readWebhookSecrets.ts';

/** All that a request can say: something may have moved. `other` is an event that is none of ours. */
export type Hint =
  | {
      readonly kind: 'moved';
      readonly refs: readonly string[] | 'all';
      readonly forced: boolean;
      /** By ref, the commit or tag that was pushed. */
      readonly pushed?: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'ping' }
  | { readonly kind: 'other' }
  | { readonly kind: 'invalid'; readonly why: string };

/** Who may call `POST /sync`, and how that is found out. Nothing here throws. */
export type Provider = {
  /** As it stands in metrics, in the log and in the record of a request. */
  readonly name: string;
  /** The header with the id of a delivery; it is not signed and only shown. */
  readonly deliveryHeader?: string;
  /** The content types that its signature covers as bytes. */
  readonly media: readonly string[] | 'any';
  /** Whether the headers claim to come from here. Every provider that is claimed must accept the request. */
  claims(headers: IncomingHttpHeaders): boolean;
  /** Verifies over the bytes as they came; `now` is in milliseconds since the epoch. */
  authenticate(
    headers: IncomingHttpHeaders,
    body: Buffer,
    secrets: WebhookSecrets,
    now: number,
  ): boolean | Promise<boolean>;
  /** Reads an authenticated request. URL, path and what is published never come from it; a commit that it names is only waited for. */
  hint(headers: IncomingHttpHeaders, body: Buffer): Hint;
};
