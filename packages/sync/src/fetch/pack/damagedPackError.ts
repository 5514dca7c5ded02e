/** Bytes that are no sound pack, or no sound index of one: cut, changed, malicious, or beyond a limit. */
export class DamagedPackError extends Error {
  override readonly name = 'DamagedPackError';
}
