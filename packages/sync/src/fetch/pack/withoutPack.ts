import type { HttpClient } from 'isomorphic-git';
import { splitPack } from './splitPack.ts';

/**
 * An http plugin whose answers have their pack taken out and given to `write`, piece by piece: isomorphic-git would hold
 * it in memory and take longer to index it than the download.
 */
export function withoutPack(http: HttpClient, write: (bytes: Uint8Array) => Promise<void>): HttpClient {
  return {
    async request(request) {
      const response = await http.request(request);
      if (request.method !== 'POST' || response.body === undefined) return response;
      return { ...response, body: splitPack(response.body, write) };
    },
  };
}
