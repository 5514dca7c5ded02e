import { redactText } from '@couplet/daemon';
import type { Publication } from '@couplet/volume';
import { bound } from './bound.ts';

/** What is kept of a publication. Times are ISO 8601. */
export type PublicationFacts = Pick<
  Publication,
  'ref' | 'repository' | 'author' | 'subject' | 'committedAt' | 'publishedAt' | 'fetchedAt' | 'receivedAt'
> & { commit: string; tree: string };

/** The facts of a publication that a person is shown, each bounded; a credential in the URL is taken out again. */
export function pickPublication(publication: Publication): PublicationFacts {
  return {
    commit: bound(publication.commit),
    tree: bound(publication.tree),
    ref: bound(publication.ref),
    repository: bound(redactText(publication.repository)),
    author: bound(publication.author),
    subject: bound(publication.subject),
    committedAt: bound(publication.committedAt),
    publishedAt: bound(publication.publishedAt),
    fetchedAt: bound(publication.fetchedAt),
    ...(publication.receivedAt !== undefined && { receivedAt: bound(publication.receivedAt) }),
  };
}
