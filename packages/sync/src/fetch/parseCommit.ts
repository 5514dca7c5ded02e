export type ParsedCommit = {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  /** Seconds since the epoch. */
  readonly committedAt: number;
  /** First line of the message. */
  readonly subject: string;
};

/** Reads what is of use in a commit object, see git-commit-tree(1). Throws when it names no tree or no time. */
export function parseCommit(bytes: Buffer): ParsedCommit {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\n\n');
  const headers = (end < 0 ? text : text.slice(0, end)).split('\n');
  const all = (name: string): string[] =>
    headers.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  const [tree] = all('tree');
  const time = /> (\d+) [+-]\d+$/.exec(all('committer')[0] ?? '')?.[1];
  if (tree === undefined || !/^[0-9a-f]{40}$/.test(tree) || time === undefined) {
    throw new Error('Cannot read a commit: it must name a tree and the time of its committer, found neither or one');
  }
  const message = end < 0 ? '' : text.slice(end).trimStart();
  return {
    tree,
    parents: all('parent'),
    author: /^(.*?) ?</.exec(all('author')[0] ?? '')?.[1] ?? '',
    committedAt: Number(time),
    subject: message.split('\n', 1)[0]?.trimEnd() ?? '',
  };
}

/** The object that an annotated tag names. */
export function parseTag(bytes: Buffer): string | undefined {
  return /^object ([0-9a-f]{40})\n/.exec(bytes.toString('latin1'))?.[1];
}
