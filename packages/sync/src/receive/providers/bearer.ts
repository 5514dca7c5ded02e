import { parseBody } from '../parseBody.ts';
import { isOneOf } from '@couplet/daemon';
import type { Provider } from './provider.ts';

/** A person or CI with a token of ours (RFC 6750, in the header only). */
export const bearer: Provider = {
  name: 'bearer',
  media: 'any',
  claims: ({ authorization }) => /^bearer /i.test(authorization ?? ''),
  authenticate: ({ authorization = '' }, _body, { tokens }) => isOneOf(tokens, authorization.slice('bearer '.length)),
  hint(_headers, body) {
    if (body.toString('utf8').trim() === '') return { kind: 'moved', refs: 'all', forced: false };
    const parsed = parseBody(body, false);
    if (parsed.kind === 'invalid') return parsed;
    const { ref } = parsed.value;
    if (ref === undefined) return { kind: 'moved', refs: 'all', forced: false };
    if (typeof ref !== 'string' || ref === '') return { kind: 'invalid', why: 'ref must be a string' };
    return { kind: 'moved', refs: [ref], forced: false };
  },
};
