import type { Api } from '../apply/apiClient.ts';
import { ApiUnreachableError } from '../apply/apiError.ts';

/** The same API, but nothing is written once `isHeld` says no: another applier may be writing then. */
export function fenced(api: Api, isHeld: () => boolean): Api {
  return {
    ...api,
    async request(request) {
      if (request.method === 'GET' || isHeld()) return api.request(request);
      throw new ApiUnreachableError(
        `Cannot ${request.method} ${request.path.split('?', 1)[0] ?? ''}: this applier must hold the lease, found that it may have lost it`,
      );
    },
  };
}
