/** A copy that shares no memory with `text`: a part of a file keeps the whole file alive for as long as it lives itself (V8). */
export function ownString(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
