import type { SshKey } from './sshKey.ts';

/** One line that trusts a key. Times are in seconds since the epoch. */
export type SshSigner = {
  readonly key: SshKey;
  /** Of allowed_signers: what stands before the key. */
  readonly principals?: string;
  /** `file:line`. */
  readonly place: string;
  /** Patterns that a signature's namespace must match; absent: any. */
  readonly namespaces?: string;
  readonly validAfter?: number;
  readonly validBefore?: number;
};

export type ReadSigners = {
  readonly signers: readonly SshSigner[];
  /** Lines without use, each as `file:line: …, found …`. */
  readonly leftOut: readonly string[];
};
