/** What a pack may hold. Each is checked where it is declared, before anything is allocated. */
export const packLimits = {
  /** Bytes of one object that is held in memory, if nothing else is said. Larger ones are indexed but cannot be read. */
  held: 32 * 1024 * 1024,
  /** Bytes that an object may declare at all. */
  declared: 2 ** 40,
  objects: 2_000_000,
  /** Bytes of one pack; offsets are read and written with 31 bits. */
  pack: 2 ** 31 - 1,
};
