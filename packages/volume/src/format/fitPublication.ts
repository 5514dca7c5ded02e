import type { Publication, Skipped } from './publication.ts';

const textLength = 1000;
const deliveriesKept = 100;
const skippedBytes = 256 * 1024;

/**
 * Cuts what a commit can make arbitrarily long, so that no commit can make a publication that readers refuse:
 * `subject` and `author` to 1,000 characters, `deliveries` to the last 100, `skipped` to 256 KiB with the rest counted in `skippedMore`.
 */
export function fitPublication(publication: Publication): Publication {
  const skipped: Skipped[] = [];
  let bytes = 0;
  for (const one of publication.skipped) {
    bytes += Buffer.byteLength(JSON.stringify(one));
    if (bytes > skippedBytes) break;
    skipped.push(one);
  }
  const more = (publication.skippedMore ?? 0) + publication.skipped.length - skipped.length;
  return {
    ...publication,
    author: cut(publication.author),
    subject: cut(publication.subject),
    deliveries: publication.deliveries.slice(-deliveriesKept).map(cut),
    ...(publication.cause?.from !== undefined && {
      cause: { ...publication.cause, from: cut(publication.cause.from) },
    }),
    skipped,
    ...(more === 0 ? {} : { skippedMore: more }),
  };
}

function cut(text: string): string {
  return text.length <= textLength ? text : `${text.slice(0, textLength - 1).toWellFormed()}…`;
}
