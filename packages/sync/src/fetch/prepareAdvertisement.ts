import { RemoteError } from './remoteError.ts';

/**
 * Checks and completes the list of refs with which a git server answers `info/refs`. SHA-256 repositories are refused; a
 * list without HEAD (the default branch does not exist) gets one, because isomorphic-git fails on it for every ref.
 * Lines are pkt-lines, see gitprotocol-common(5).
 */
export function prepareAdvertisement(bytes: Buffer): Buffer {
  const nul = bytes.indexOf(0);
  const head = bytes.subarray(0, 16_384).toString('latin1');
  if (head.includes('object-format=sha256')) {
    throw new RemoteError('Cannot fetch from this repository: its object format must be sha1, found sha256');
  }
  const line = findLine(bytes, nul);
  if (line === undefined) return bytes;
  const text = bytes.subarray(line.start + 4, line.end).toString('latin1');
  const nameEnd = text.indexOf('\0');
  if (text.slice(0, nameEnd).endsWith(' HEAD') || text.includes(' symref=HEAD:')) return bytes;
  const longer = `${text.trimEnd()} symref=HEAD:refs/heads/HEAD\n`;
  const length = (longer.length + 4).toString(16).padStart(4, '0');
  return Buffer.concat([
    bytes.subarray(0, line.start),
    Buffer.from(length + longer, 'latin1'),
    bytes.subarray(line.end),
  ]);
}

function findLine(bytes: Buffer, position: number): { start: number; end: number } | undefined {
  for (let start = 0; start + 4 <= position;) {
    const length = Number.parseInt(bytes.subarray(start, start + 4).toString('latin1'), 16);
    if (Number.isNaN(length)) return undefined;
    const end = start + Math.max(length, 4);
    if (position < end) return { start, end };
    start = end;
  }
  return undefined;
}
