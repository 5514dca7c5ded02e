import { isIPv6 } from 'node:net';

export type FailureLimitOptions = {
  /** Failures in a row that one address has for nothing. */
  readonly burst: number;
  /** Failures that it gets back in a second. */
  readonly perSecond: number;
  /** Addresses that are remembered; one more forgets the one that was quiet for the longest time. */
  readonly most: number;
  /** Milliseconds. */
  readonly now: () => number;
};

/**
 * A token bucket of failed authentications for each remote address. Successes cost nothing: everybody behind an ingress
 * has its address, so that a limit on requests would let anyone shut out the webhooks.
 */
export class FailureLimit {
  readonly #options: FailureLimitOptions;
  // A Map keeps the order of insertion: the first address is the one that was quiet for the longest time.
  readonly #buckets = new Map<string, { readonly left: number; readonly at: number }>();

  constructor(options: FailureLimitOptions) {
    this.#options = options;
  }

  /** 0 while the address has a failure left, else the milliseconds until it has one again. */
  wait(address: string): number {
    return Math.max(0, ((1 - this.#left(bucketOf(address))) / this.#options.perSecond) * 1000);
  }

  /** Counts one failure. Answers what `wait` did before: 0 within the limit. */
  fail(address: string): number {
    const bucket = bucketOf(address);
    const wait = this.wait(address);
    const left = this.#left(bucket);
    this.#buckets.delete(bucket);
    this.#buckets.set(bucket, { left: wait === 0 ? left - 1 : left, at: this.#options.now() });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#options.most && oldest !== undefined) this.#buckets.delete(oldest);
    return wait;
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #left(bucket: string): number {
    const { burst, perSecond, now } = this.#options;
    const known = this.#buckets.get(bucket);
    if (known === undefined) return burst;
    // A clock that is set back must not take anything away.
    return Math.min(burst, known.left + (Math.max(0, now() - known.at) / 1000) * perSecond);
  }
}

/** One IPv6 customer has a /64 at least, and could come from another address each time. */
function bucketOf(address: string): string {
  if (!isIPv6(address) || address.toLowerCase().startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}
