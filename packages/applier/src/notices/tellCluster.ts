import type { ApplierEvent } from '../events.ts';
import { NoticePoster, type PosterOptions } from './noticePoster.ts';
import { noticesOf } from './noticesOf.ts';
import { objectNoticesOf } from './objectNoticesOf.ts';
import { ObjectPoster, type ObjectPosterOptions } from './objectPoster.ts';

export type TellOptions = PosterOptions & ObjectPosterOptions;

/** Tells the cluster, as Kubernetes Events, what happens to environments and which of their objects are in trouble. */
export function tellCluster(options: TellOptions): (event: ApplierEvent) => void {
  const poster = new NoticePoster(options);
  const objectPoster = new ObjectPoster(options);
  const notices = noticesOf();
  const objectNotices = objectNoticesOf();
  return (event) => {
    for (const notice of notices(event)) poster.add(notice);
    for (const notice of objectNotices(event)) objectPoster.add(notice);
  };
}
