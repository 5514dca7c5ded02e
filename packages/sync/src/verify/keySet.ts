import type { SshSigner } from './ssh/sshSigner.ts';

/** What a directory of public keys holds. */
export type KeySet = {
  readonly kind: 'keys';
  readonly directory: string;
  /** Another one as soon as any of the files has other content. */
  readonly version: string;
  readonly ssh: readonly SshSigner[];
  /** Ids of ssh keys that are revoked. */
  readonly revoked: ReadonlySet<string>;
  /** Read only when an OpenPGP signature has to be checked. */
  readonly openpgp: readonly KeyFile[];
  /** What of the ssh keys cannot be used, and why. */
  readonly leftOut: readonly string[];
};

export type KeyFile = { readonly name: string; readonly bytes: Buffer };
