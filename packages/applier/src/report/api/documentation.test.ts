import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorCodes } from '../../errorCodes.ts';
import { httpErrors } from '../httpErrors.ts';
import { openApi } from './openApi.ts';
import { objectParameters, runParameters } from './parameters.ts';

const read = (page: string): string => readFileSync(new URL(`../../../../../docs/${page}`, import.meta.url), 'utf8');

/** First cells, as code, of the tables below the heading up to the next one. */
function firstCells(page: string, heading: string): string[] {
  const [, section = ''] = new RegExp(`^## ${heading}\\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(read(page)) ?? [];
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell = '']) => cell);
}

/** Text below each heading of the third level. */
function sections(page: string): Map<string, string> {
  const parts = read(page).split(/^### /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading, lines.join('\n').split(/^## /m, 1).join('').trim()];
    }),
  );
}

test('docs/api.md has each path of the document, and no other', () => {
  const documented = Object.entries(openApi('0').paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, '<$1>')}`),
  );
  assert.deepEqual(firstCells('api.md', 'Paths').toSorted(), documented.toSorted());
});

for (const [heading, parameters] of Object.entries({ Runs: runParameters, Objects: objectParameters })) {
  test(`docs/api.md has each query parameter of ${heading}, and no other`, () => {
    assert.deepEqual(firstCells('api.md', heading), Object.keys(parameters));
  });
}

test('docs/api.md has each event of the feed, and no other', () => {
  assert.deepEqual(firstCells('api.md', 'Events'), ['hello', 'environment', 'run']);
});

test('docs/errors.md says for each code of a run and of an answer what to do, and for no other', () => {
  const codes = [...Object.keys(errorCodes), ...Object.keys(httpErrors).map((code) => `HTTP ${code}`)];
  assert.deepEqual([...sections('errors.md').keys()].toSorted(), codes.toSorted());
});

for (const [code, { statuses, meaning }] of Object.entries(httpErrors)) {
  test(`docs/errors.md has the statuses and the meaning of ${code}`, () => {
    const text = sections('errors.md').get(`HTTP ${code}`) ?? '';
    const missing = [...statuses.map(String), meaning].filter((part) => !text.includes(part));
    assert.deepEqual(missing, []);
  });
}

test('no section of docs/errors.md is empty', () => {
  const empty = [...sections('errors.md')].filter(([, text]) => text === '').map(([code]) => code);
  assert.deepEqual(empty, []);
});
