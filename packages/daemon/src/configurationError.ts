/** Thrown by `start` when what a person wrote or mounted is refused: the program ends with code 78 and this message. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
