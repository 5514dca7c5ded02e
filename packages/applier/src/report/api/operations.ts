import type { TSchema } from 'typebox';
import type { HttpErrorCode } from '../httpErrors.ts';
import { objectParameters, runParameters, type Parameters } from './parameters.ts';
import { environmentSchema } from './schemas/environmentSchema.ts';
import { objectPageSchema } from './schemas/objectSchema.ts';
import {
  actedSchema,
  approveSchema,
  documentSchema,
  environmentsSchema,
  healthSchema,
  runsSchema,
  suspendSchema,
} from './schemas/otherSchemas.ts';
import { runSchema } from './schemas/runSchemas.ts';

/** What the OpenAPI document says about one method of one path. */
export type Operation = {
  method: 'get' | 'post';
  path: string;
  summary: string;
  parameters?: Parameters;
  /** JSON that the request carries; absent: none is needed. */
  body?: { schema: TSchema; required: boolean };
  status?: 200 | 202;
  /** JSON of a good answer, or the media type of an answer that is no JSON. */
  answer: TSchema | string;
  errors: readonly HttpErrorCode[];
  /** Answers 304 to a client that has that version. */
  conditional?: true;
};

const one = '/api/environments/{name}';

function read(path: string, summary: string, answer: TSchema, parameters?: Parameters): Operation {
  const errors = path.startsWith(one) ? (['bad-request', 'not-found'] as const) : (['bad-request'] as const);
  return { method: 'get', path, summary, answer, errors, conditional: true, ...(parameters && { parameters }) };
}

function act(action: string, summary: string, body?: Operation['body']): Operation {
  const errors = [
    'bad-request',
    'unauthorized',
    'actions-off',
    'too-many-attempts',
    'not-found',
    'conflict',
    'unavailable',
  ] as const;
  const path = `${one}/${action}`;
  return { method: 'post', path, summary, status: 202, answer: actedSchema, errors, ...(body && { body }) };
}

/** Every path that is made for programs; the pages are for people. */
export const operations: readonly Operation[] = [
  read('/api/environments', 'All environments', environmentsSchema),
  read(one, 'One environment', environmentSchema),
  read(`${one}/runs`, 'The last runs of an environment, newest first', runsSchema, runParameters),
  read(`${one}/runs/{id}`, 'One run', runSchema),
  read(`${one}/objects`, 'The objects of an environment', objectPageSchema, objectParameters),
  {
    method: 'get',
    path: '/api/events',
    summary: 'Changes as they happen: server-sent events `environment`, `run` and `hello`',
    answer: 'text/event-stream',
    errors: ['bad-request', 'unavailable'],
  },
  read('/api/openapi.json', 'This document', documentSchema),
  act('run', 'A full pass now'),
  act('suspend', 'Nothing is written until it is resumed', { schema: suspendSchema, required: false }),
  act('resume', 'Ends a suspension'),
  act('approve', 'Releases the plan that is held', { schema: approveSchema, required: true }),
  { method: 'get', path: '/healthz', summary: 'Do the loops turn?', answer: healthSchema, errors: [] },
  { method: 'get', path: '/readyz', summary: 'Is it ready?', answer: healthSchema, errors: [] },
  { method: 'get', path: '/metrics', summary: 'Metrics for Prometheus', answer: 'text/plain', errors: [] },
];
