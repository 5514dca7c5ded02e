import type { TSchema } from 'typebox';
import { httpErrors, type HttpErrorCode } from '../httpErrors.ts';
import { operations, type Operation } from './operations.ts';
import type { Parameter } from './parameters.ts';
import { refer } from './refer.ts';
import { environmentSchema } from './schemas/environmentSchema.ts';
import { objectPageSchema } from './schemas/objectSchema.ts';
import { errorSchema, healthSchema } from './schemas/otherSchemas.ts';
import { runSchema, runSummarySchema } from './schemas/runSchemas.ts';

export type OpenApi = {
  openapi: '3.1.0';
  info: object;
  servers: object[];
  paths: Record<string, Record<string, object>>;
  components: { schemas: Record<string, object>; securitySchemes: object };
};

/** The OpenAPI 3.1 document of the HTTP interface, from the same schemas that its answers are tested against. */
export function openApi(version: string): OpenApi {
  const schemas: Record<string, object> = {};
  const paths: OpenApi['paths'] = {};
  const components = [errorSchema, healthSchema, environmentSchema, runSchema, runSummarySchema, objectPageSchema];
  for (const schema of components) refer(schema, schemas);
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Couplet applier',
      version,
      description:
        'What the applier does, did and holds. Times are ISO 8601; absent facts are absent keys, and new keys may come. Any other path is 404, any other method 405, both with an Error.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The content of `applier.token`.' } },
    },
  };
}

function describe(operation: Operation, schemas: Record<string, object>): object {
  const { method, path, summary, parameters = {}, body, status = 200, answer, errors } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    return { name, in: 'path', required: true, schema: { type: 'string' } };
  });
  const inQuery = Object.entries(parameters).map(([name, parameter]) => describeParameter(name, parameter));
  const action = method === 'post';
  return {
    operationId: operationId(operation),
    summary,
    ...(action && { security: [{ token: [] }] }),
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body && { requestBody: { required: body.required, content: json(body.schema, schemas) } }),
    responses: {
      [status]: { description: action ? 'Done and remembered.' : 'As asked.', content: contentOf(answer, schemas) },
      ...(operation.conditional && { 304: { description: 'Nothing changed since the version of If-None-Match.' } }),
      ...Object.fromEntries(errors.flatMap((code) => errorAnswers(code, method, schemas))),
      ...(answer === healthSchema && { 503: { description: 'Not so.', content: json(healthSchema, schemas) } }),
    },
  };
}

function operationId({ method, path }: Operation): string {
  const words = path
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
    .split(' ');
  return [method, ...words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))].join('');
}

/** Of a request without a body only the first status can come of its content; 408 and 431 come before any route. */
function errorAnswers(
  code: HttpErrorCode,
  method: Operation['method'],
  schemas: Record<string, object>,
): [string, object][] {
  const { statuses, meaning } = httpErrors[code];
  const answer = { description: `\`${code}\`: ${meaning}`, content: json(errorSchema, schemas) };
  return statuses
    .filter((status, index) => index === 0 || (status === 413 && method === 'post'))
    .map((status) => [String(status), answer]);
}

function describeParameter(name: string, parameter: Parameter): object {
  return { name, in: 'query', description: parameter.description, ...shapeOf(parameter) };
}

function shapeOf(parameter: Parameter): object {
  switch (parameter.kind) {
    case 'words':
      return { schema: { type: 'array', items: { enum: parameter.words } }, style: 'form', explode: false };
    case 'text':
      return { schema: { type: 'string', maxLength: parameter.longest } };
    case 'number': {
      const { from: minimum, to: maximum, absent } = parameter;
      return { schema: { type: 'integer', minimum, maximum, default: absent } };
    }
    case 'time':
      return { schema: { type: 'string', format: 'date-time' } };
    default:
      parameter satisfies never;
      throw new Error('Cannot describe a parameter: its kind must be known');
  }
}

function contentOf(answer: TSchema | string, schemas: Record<string, object>): object {
  return typeof answer === 'string' ? { [answer]: { schema: { type: 'string' } } } : json(answer, schemas);
}

function json(schema: TSchema, schemas: Record<string, object>): object {
  return { 'application/json': { schema: refer(schema, schemas) } };
}
