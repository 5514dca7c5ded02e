import type { ObjectSource } from '@couplet/volume';

/** Objects whose sizes are known before they are read. */
export type SizedSource = ObjectSource & {
  /**
   * Bytes of the object whose id are the 20 bytes of `id` from `at` on; Infinity for one that is too large to be held in memory, undefined when
   * it is not here.
   */
  sizeOf(id: Buffer, at?: number): number | undefined;
};
