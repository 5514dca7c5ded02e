/** All of a body in one piece. isomorphic-git hands over iterables, of which small ones are wanted whole. */
export async function collect(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes as the body that isomorphic-git reads. */
export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, unknown> {
  yield bytes;
}
