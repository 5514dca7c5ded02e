import type { TreeId } from '../format/ids.ts';
import { commitId } from '../format/ids.ts';
import type { Publication } from '../format/publication.ts';

/** A publication with everything that a test does not care about filled in. */
export function publicationOf(tree: TreeId, differences: Partial<Publication> = {}): Publication {
  return {
    format: 1,
    environment: 'staging',
    commit: commitId('c0ffee'.padEnd(40, '0')),
    tree,
    ref: 'refs/heads/main',
    repository: 'https://git.example/acme/config.git',
    author: 'Ada Lovelace <ada@example.org>',
    committedAt: '2026-11-21T13:00:00+01:00',
    subject: 'Raise replicas to 3',
    publishedAt: '2026-11-21T12:00:02.125Z',
    fetchedAt: '2026-11-21T12:00:01.000Z',
    deliveries: [],
    skipped: [],
    ...differences,
  };
}
