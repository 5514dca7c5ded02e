import type { SyncRequest } from './syncRequest.ts';

export const mostRequests = 1000;

/** Of requests, oldest first, the newest 1,000; those of people and CI apart, so that a flood of webhooks pushes none of them out. */
export function newestRequests(requests: readonly SyncRequest[]): readonly SyncRequest[] {
  if (requests.length <= mostRequests) return requests;
  let [people, webhooks] = [0, 0];
  const kept = requests.toReversed().filter(({ provider }) => {
    const newer = provider === 'bearer' ? people++ : webhooks++;
    return newer < mostRequests;
  });
  return kept.toReversed();
}
