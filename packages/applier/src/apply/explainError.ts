import { DamagedTreeError } from '@couplet/volume';
import { describeRule } from '../access/describeRule.ts';
import type { RunError } from '../events.ts';
import { ApiError, ApiUnreachableError, type ApiStatus } from './apiError.ts';
import { unknownFields } from './fields/unknownFields.ts';

/** What failed: the verb for the sentence, the object id, and where its manifest is when it has one. */
export type Subject = {
  verb: 'apply' | 'check' | 'delete' | 'list' | 'read' | 'write';
  id: string;
  file?: string;
  line?: number;
  document?: number;
};

/**
 * Turns an answer of the API server into what a person needs, one error per cause. The server's text about a Secret may
 * quote its value, so only the reason and the field are kept of it.
 */
export function explainError(error: unknown, subject: Subject): RunError[] {
  const { verb, id, ...place } = subject;
  const say = (code: string, text: string, rest: Partial<RunError> = {}): RunError => ({
    code,
    message: `Cannot ${verb} ${id}: ${text}`,
    id,
    ...place,
    ...rest,
  });
  if (error instanceof DamagedTreeError) return [say('damaged-tree', error.message)];
  if (error instanceof ApiUnreachableError) return [say(error.code, error.message)];
  if (!(error instanceof ApiError)) return [say('internal', String(error))];
  const { httpStatus, status } = error;
  const secret = id.startsWith('Secret/');
  const text = (message: string | undefined): string =>
    secret
      ? `the API server refused it (${httpStatus} ${status.reason ?? ''}); its text may hold a value and is not shown`
      : (message ?? error.message);
  const causes = status.details?.causes ?? [];
  if (httpStatus === 409 && causes.length > 0) {
    return causes.map(({ field, message }) => {
      const manager = /"([^"]+)"/.exec(message ?? '')?.[1];
      return say(
        'conflict',
        text(`field ${field} belongs to another manager, ${message}`),
        withDefined({ field, manager }),
      );
    });
  }
  if (httpStatus === 422 && causes.length > 0) {
    return causes.map(({ field, message }) => {
      const code = /immutable|may not (?:be )?change|cannot change|updates to .* are forbidden/.test(message ?? '')
        ? 'immutable-field'
        : 'invalid';
      return say(code, text(`${field}: ${message}`), withDefined({ field }));
    });
  }
  const unknown = unknownFields(status);
  const mistyped = mistypedField(status);
  if (unknown.length > 0 || mistyped !== undefined) {
    return [
      ...unknown.map((one) =>
        say('unknown-field', text(unknown.length > 1 ? one.text : error.message), { field: one.field }),
      ),
      ...(mistyped === undefined ? [] : [say('invalid', text(mistyped.message), { field: mistyped.field })]),
    ];
  }
  return [say(codeOf(httpStatus, status), text(error.message) + ruleFor(status))];
}

/** RBAC's answer names all that the rule needs; a create of what is not there yet is asked for after the patch. */
function ruleFor({ message = '' }: ApiStatus): string {
  const refused =
    /cannot (\w+) resource "([^"/]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)/.exec(
      message,
    );
  if (refused === null) return '';
  const [, verb = '', resource = '', group = '', namespace] = refused;
  const verbs = verb === 'patch' ? ['create', 'patch'] : [verb];
  return `; add ${describeRule({ group, resource, verbs, ...(namespace !== undefined && { namespace }) })}`;
}

/** A value of another type, such as an unquoted `yes` in a ConfigMap, is answered with 500 and a text for Go programmers. */
function mistypedField({ message = '' }: ApiStatus): { message: string; field: string } | undefined {
  if (!message.startsWith('failed to create typed patch object')) return undefined;
  const field = /\.(\S+): expected /.exec(message)?.[1];
  return field === undefined
    ? undefined
    : { field, message: message.replaceAll(/&value\.valueUnstructured\{Value:(.*?)\}/g, '$1') };
}

function codeOf(httpStatus: number, { message = '', details }: ApiStatus): string {
  if (/admission webhook .* denied the request/.test(message)) return 'denied-by-webhook';
  if (/request is too large|etcdserver: request is too large/.test(message)) return 'too-large';
  switch (httpStatus) {
    case 400:
    case 422:
      return 'invalid';
    case 401:
      return 'unauthorized';
    case 403:
      return details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true
        ? 'namespace-terminating'
        : 'forbidden';
    case 404:
      return details?.kind === 'namespaces' ? 'namespace-missing' : 'not-found';
    case 409:
      return 'conflict';
    case 413:
      return 'too-large';
    default:
      return 'api-error';
  }
}

function withDefined(fields: { field?: string | undefined; manager?: string | undefined }): Partial<RunError> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
