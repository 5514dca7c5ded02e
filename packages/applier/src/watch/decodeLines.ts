/** Longer than any event can be: an object is at most 1.5 MiB in the store, and its metadata less. */
const defaultLimit = 4 * 1024 * 1024;

/** Newline-delimited text as it comes in, a line at a time. A line over `limit` bytes is an error before it is complete. */
export async function* decodeLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number = defaultLimit,
): AsyncGenerator<string> {
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...kept, chunk.subarray(start, end)]).toString();
      kept = [];
      size = 0;
      start = end + 1;
      if (line !== '') yield line;
    }
    if (start === chunk.length) continue;
    kept.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > limit) throw new RangeError(`Cannot read a line: it must have at most ${limit} bytes, found more`);
  }
  if (size > 0) yield Buffer.concat(kept).toString();
}
