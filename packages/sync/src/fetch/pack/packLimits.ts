/**
 * What a pack may hold. The sizes are checked where they are declared, before anything is allocated: a pack of a hundred
 * bytes can declare an object of any size.
 */
export const packLimits = {
  /** Bytes of one object, inflated. */
  object: 64 * 1024 * 1024,
  objects: 2_000_000,
  /** Bytes of one pack; offsets are read and written with 31 bits. */
  pack: 2 ** 31 - 1,
};
