import type { Api } from '../apply/apiClient.ts';
import { missingAccess, type ResourceRule } from './missingAccess.ts';
import type { Access } from './neededAccess.ts';

type RulesReview = { status?: { resourceRules?: ResourceRule[]; incomplete?: boolean } };
type AccessReview = { status?: { allowed?: boolean } };

/**
 * No such namespace can have a RoleBinding, so what is allowed in it is allowed in the whole cluster: one question
 * for all kinds without a namespace. Names with an underscore are refused for real namespaces.
 */
const nowhere = 'couplet_nowhere';

const reviews = '/apis/authorization.k8s.io/v1';

/** What of `needed` this program may not do: one request for each namespace, and more only where the answer is incomplete. */
export async function reviewAccess(api: Api, needed: readonly Access[], signal: AbortSignal): Promise<Access[]> {
  const byNamespace = Map.groupBy(needed, ({ namespace }) => namespace ?? nowhere);
  const missing = await Promise.all(
    [...byNamespace].map(async ([namespace, accesses]) => {
      const { status = {} } = await review<RulesReview>(api, 'selfsubjectrulesreviews', { namespace }, signal);
      const unproven = missingAccess(accesses, status.resourceRules ?? []);
      return status.incomplete === true ? askEach(api, unproven, signal) : unproven;
    }),
  );
  return missing.flat();
}

/** Authorizers beside RBAC, such as webhooks, cannot list their rules; they are asked verb by verb. */
async function askEach(api: Api, unproven: readonly Access[], signal: AbortSignal): Promise<Access[]> {
  const missing: Access[] = [];
  for (const access of unproven) {
    const refused: string[] = [];
    for (const verb of access.verbs) {
      const { group, resource, namespace } = access;
      const resourceAttributes = { group, resource, verb, ...(namespace === undefined ? {} : { namespace }) };
      const { status } = await review<AccessReview>(api, 'selfsubjectaccessreviews', { resourceAttributes }, signal);
      if (status?.allowed !== true) refused.push(verb);
    }
    if (refused.length > 0) missing.push({ ...access, verbs: refused });
  }
  return missing;
}

async function review<T>(api: Api, resource: string, spec: object, signal: AbortSignal): Promise<T> {
  const kind = resource === 'selfsubjectrulesreviews' ? 'SelfSubjectRulesReview' : 'SelfSubjectAccessReview';
  const body = JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec });
  const path = `${reviews}/${resource}`;
  const answer = await api.request<T>({ method: 'POST', path, contentType: 'application/json', body, signal });
  return answer.body;
}
