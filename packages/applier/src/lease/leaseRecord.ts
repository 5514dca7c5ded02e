/** What a Lease says (coordination.k8s.io/v1), as far as we read it. */
export type LeaseRecord = {
  /** `''`: the last holder let it go. */
  readonly holder: string;
  /** Seconds after which a holder that does not renew has lost it. */
  readonly duration: number;
  readonly transitions: number;
  /** RFC 3339 with microseconds, as the holder's clock wrote it; only compared for being equal. */
  readonly renewTime: string;
  readonly acquireTime: string;
  readonly resourceVersion: string;
};
