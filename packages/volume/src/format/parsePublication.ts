import { isCommitId, isTreeId } from './ids.ts';
import type { Publication } from './publication.ts';

type Parsed = { kind: 'publication'; publication: Publication } | { kind: 'problem'; problem: string };

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

type Test = (value: unknown) => boolean;
const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const isString = (v: unknown): v is string => typeof v === 'string';
const isTime: Test = (v) => isString(v) && time.test(v) && !Number.isNaN(Date.parse(v));
const isCount: Test = (v) => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;
const isListOf =
  (test: Test): Test =>
  (v) =>
    Array.isArray(v) && v.every(test);
const isAbsentOr =
  (test: Test): Test =>
  (v) =>
    v === undefined || test(v);
const causes: unknown[] = ['webhook', 'call', 'poll', 'start'];
const isCause: Test = (v) => isRecord(v) && causes.includes(v['kind']) && isAbsentOr(isString)(v['from']);
const isSkipped: Test = (v) =>
  isRecord(v) && isString(v['path']) && (v['reason'] === 'symlink' || v['reason'] === 'submodule');

const text = { expected: 'a string', test: isString };
const moment = { expected: 'an ISO 8601 time', test: isTime };

const fields: Record<keyof Publication, { expected: string; test: Test }> = {
  format: { expected: '1', test: (v) => v === 1 },
  environment: text,
  commit: { expected: 'a commit id', test: (v) => isString(v) && isCommitId(v) },
  tree: { expected: 'a tree id', test: (v) => isString(v) && isTreeId(v) },
  ref: text,
  repository: text,
  author: text,
  committedAt: moment,
  subject: text,
  publishedAt: moment,
  fetchedAt: moment,
  receivedAt: { expected: 'an ISO 8601 time or nothing', test: isAbsentOr(isTime) },
  deliveries: { expected: 'a list of strings', test: isListOf(isString) },
  cause: { expected: 'a {kind, from} or nothing', test: isAbsentOr(isCause) },
  skipped: { expected: 'a list of {path, reason}', test: isListOf(isSkipped) },
  skippedMore: { expected: 'a whole number or nothing', test: isAbsentOr(isCount) },
};

/** Reads the JSON of the publication of `environment`. Keys that the format does not know are left out: later writers may add some. */
export function parsePublication(json: string, environment: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { kind: 'problem', problem: 'expected JSON' };
  }
  if (!isRecord(value)) return { kind: 'problem', problem: `expected a JSON object, found ${show(value)}` };
  const known = Object.fromEntries(Object.entries(value).filter(isKnown));
  const problems: string[] = [];
  const isPublication = (record: Record<string, unknown>): record is Publication => {
    for (const [name, { expected, test }] of Object.entries(fields)) {
      if (!test(record[name])) problems.push(`${name}: expected ${expected}, found ${show(record[name])}`);
    }
    if (record['environment'] !== environment) {
      problems.push(
        `environment: expected ${show(environment)} by the file's name, found ${show(record['environment'])}`,
      );
    }
    return problems.length === 0;
  };
  return isPublication(known)
    ? { kind: 'publication', publication: known }
    : { kind: 'problem', problem: problems.join('; ') };
}

/** What brought a publication is only shown: the word of a later writer for it keeps nobody from reading the rest. */
const isKnown = ([name, value]: [string, unknown]): boolean =>
  name === 'cause' ? isCause(value) : Object.hasOwn(fields, name);

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));
