import type * as openpgp from 'openpgp';

/** The library `openpgp`: 24 MiB and 50 ms that only those pay whose commits have an OpenPGP signature. */
export type OpenpgpLibrary = typeof openpgp;

export async function openpgpLibrary(): Promise<OpenpgpLibrary> {
  return import('openpgp');
}
