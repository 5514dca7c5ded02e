export type SplitCommit =
  | SignedCommit
  | { readonly kind: 'unsigned' }
  /** What git itself never writes; `found` ends the sentence "… must be a commit as git writes it, found …". */
  | { readonly kind: 'malformed'; readonly found: string };

export type SignedCommit = {
  readonly kind: 'signed';
  /** The bytes that were signed. */
  readonly payload: Buffer;
  /** The value of `gpgsig`, without the spaces that continue a header. */
  readonly signature: string;
  /** As the payload names them, not as the commit does: only the payload is covered by the signature. */
  readonly tree: string;
  /** Of the committer, in seconds since the epoch. */
  readonly committedAt: number;
};

type HeaderLine = { readonly text: string; readonly start: number; readonly end: number };

const mostSignature = 64 * 1024;
const signatures = ['gpgsig', 'gpgsig-sha256'];
const start =
  /^tree (?<tree>[0-9a-f]{40})\n(?:parent [0-9a-f]{40}\n)*author [^\n]*\ncommitter [^\n]*> (?<time>\d{1,12}) [+-]\d+\n/;

/**
 * Takes the raw commit object apart as git's `parse_buffer_signed_by_header` does: the payload is everything but the
 * headers `gpgsig` and `gpgsig-sha256`, byte for byte. Stricter than git where it would drop something silently or put
 * signatures together: each header at most once, and no other header whose name starts like theirs. Never throws.
 */
export function splitSignature(commit: Buffer): SplitCommit {
  const kept: Buffer[] = [];
  const values = new Map<string, string[]>();
  let current: string[] | undefined;
  let end = 0;
  for (const line of headerLines(commit)) {
    end = line.end;
    if (line.text.includes('\0')) return { kind: 'malformed', found: 'a NUL byte among its headers' };
    if (line.text.startsWith(' ') && current !== undefined) {
      current.push(line.text.slice(1));
      continue;
    }
    current = undefined;
    if (line.text.startsWith('gpgsig')) {
      const [name = ''] = line.text.split(/[ \n]/, 1);
      if (!signatures.includes(name) || line.text[name.length] !== ' ')
        return { kind: 'malformed', found: 'a header that is like gpgsig and is not' };
      if (values.has(name)) return { kind: 'malformed', found: `the header ${name} twice` };
      current = [line.text.slice(name.length + 1)];
      values.set(name, current);
      continue;
    }
    kept.push(commit.subarray(line.start, line.end));
  }
  const signature = values.get('gpgsig')?.join('');
  if (signature === undefined) return { kind: 'unsigned' };
  if (signature.length > mostSignature) return { kind: 'malformed', found: `a signature of ${signature.length} bytes` };
  const headers = start.exec(Buffer.concat(kept).toString('latin1'))?.groups;
  const { tree, time } = headers ?? {};
  if (tree === undefined || time === undefined) {
    return { kind: 'malformed', found: 'headers that do not start with tree, parents, author and committer' };
  }
  const payload = Buffer.concat([...kept, commit.subarray(end)]);
  return { kind: 'signed', payload, signature, tree, committedAt: Number(time) };
}

/** The lines before the first empty one, each with its line end. */
function* headerLines(commit: Buffer): Generator<HeaderLine> {
  for (let at = 0; at < commit.length && commit[at] !== 0x0a;) {
    const newline = commit.indexOf(0x0a, at);
    const end = newline < 0 ? commit.length : newline + 1;
    yield { text: commit.toString('latin1', at, end), start: at, end };
    at = end;
  }
}
