import type { RunResult } from '../../events.ts';
import { outcomes } from '../../events.ts';
import { objectHealths } from '../../objects/objectRow.ts';

/** A query parameter: what it takes, in words that the code and the OpenAPI document share. */
export type Parameter = { readonly description: string } & (
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly longest: number }
  | { readonly kind: 'number'; readonly from: number; readonly to: number; readonly absent: number }
  | { readonly kind: 'time' }
);
export type Parameters = Readonly<Record<string, Parameter>>;

const runResults = ['applied', 'failed', 'stalled', 'held', 'superseded'] as const satisfies RunResult[];

/** Of `GET /api/environments/<name>/runs`. */
export const runParameters = {
  result: {
    kind: 'words',
    words: [...runResults, 'running'],
    description: 'Only runs that ended so; `running` is the one that goes on. Several are separated by commas.',
  },
  since: { kind: 'time', description: 'Only runs that started at this time or later.' },
  limit: { kind: 'number', from: 1, to: 50, absent: 50, description: 'At most so many, the newest.' },
} as const satisfies Parameters;

/** Of `GET /api/environments/<name>/objects`. */
export const objectParameters = {
  health: {
    kind: 'words',
    words: objectHealths,
    description: 'Only objects whose health is one of these, separated by commas.',
  },
  outcome: {
    kind: 'words',
    words: outcomes,
    description: 'Only objects whose last outcome is one of these, separated by commas.',
  },
  kind: { kind: 'text', longest: 253, description: 'Only objects of this kind, such as `Deployment`.' },
  namespace: { kind: 'text', longest: 253, description: 'Only objects in this namespace.' },
  q: { kind: 'text', longest: 253, description: 'Only objects with this in their id or file, in any case.' },
  page: { kind: 'number', from: 1, to: 1_000_000, absent: 1, description: 'Which page, from 1.' },
  limit: { kind: 'number', from: 1, to: 500, absent: 100, description: 'Objects on a page.' },
} as const satisfies Parameters;
