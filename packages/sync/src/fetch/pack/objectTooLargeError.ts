/** An object that is larger than what may be held in memory. It is no damage: the rest of its pack can be read. */
export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';
}
