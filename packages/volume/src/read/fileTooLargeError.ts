/** A file is larger than the `limit` its reader set. Both are in bytes; `file` is below the volume's root. */
export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError';
  readonly file: string;
  readonly size: number;
  readonly limit: number;

  constructor(file: string, size: number, limit: number) {
    super(`Cannot read ${file}: expected at most ${limit} bytes, found ${size}`);
    this.file = file;
    this.size = size;
    this.limit = limit;
  }
}
