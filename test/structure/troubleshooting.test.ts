import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { exitCode } from '../../packages/daemon/src/exitCode.ts';
import { readSources, root } from './sources.ts';

const page = 'docs/troubleshooting.md';
/** Pages on which messages of sync are explained, so that they need not stand on this one. */
const linked = ['credentials', 'verify', 'webhooks', 'configuration', 'commit-status', 'ci', 'refs', 'limits', 'sync'];

/** Defects, the end of the program, and what others say: nobody has to do anything about these. */
const unexplained = [
  'Cannot fetch <>',
  'Cannot get a token',
  'Cannot go on reading from <>',
  'Cannot inflate',
  'Cannot receive a pack',
  'Cannot send a git request',
  'Cannot transition status',
  // Parts of a sentence that begins with the commit or the file of keys.
  'Cannot read <> bytes',
  'Cannot read an ECDSA key',
  'Cannot read an integer',
  // What problemOf begins with; its sentences are among the families.
  'Cannot <>',
];

/** A character of a text in code, or what is filled in. */
const template = String.raw`(?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[^'\`\n])`;
const sources = readSources();
const text = sources.map(({ code }) => unquote(code)).join('\n');

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Code whose texts are in one piece, without escapes. */
function unquote(code: string): string {
  return code.replaceAll(/['`]\s*\+\s*['`]/g, '').replaceAll(/\\([^\w])/g, '$1');
}

/** What stands as code in the first column of the tables of messages. */
function messages(path: string): string[] {
  const tables = [...read(path).matchAll(/^\| message.*\n((?:\|.*\n)+)/gm)].map(([, rows = '']) => rows);
  const cells = tables.flatMap((rows) => [...rows.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell));
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message));
}

/** Text that is in one place of the code; `<x>` is whatever the program fills in. */
function pattern(part: string): RegExp {
  const filled = String.raw`(?:\$\{(?:[^{}\n]|\{[^{}\n]*\})*\}|[^\n$]{1,80}?)`;
  const words = part.split(/<[\w ]+>/).map((literal) => RegExp.escape(literal));
  return new RegExp(words.join(filled));
}

/** In one piece, or put together from a verb and the rest, as `problemOf` of sync and `explainError` of the applier do. */
function isSaid(part: string): boolean {
  const verb = /^Cannot (\w+) <\w+>$/.exec(part)?.[1];
  if (verb !== undefined && text.includes(`verb: '${verb}'`)) return true;
  const rests = [part, part.replace(/^Cannot /, ''), part.replace(/^Cannot \w+ /, '')];
  return rests.some((rest) => wordsOf(rest).length > 7 && pattern(rest).test(text));
}

function wordsOf(part: string): string {
  return part.replaceAll(/<[\w ]+>/g, '').trim();
}

/** Sentences of one family begin alike: the words before the rule, with what is filled in left out. */
function familyOf(message: string): string {
  const bare = message.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}|"?<[\w ]+>"?|…/g, '<>');
  return (bare.split(/: |:$/, 1)[0] ?? '').replaceAll(/"<>"/g, '<>').trim();
}

/** Of every sentence of sync, in one piece or begun by `problemOf`, about what it cannot do. */
const families = sources
  .filter(({ path }) => path.startsWith('packages/sync/'))
  .flatMap(({ code }) => {
    const said = [...unquote(code).matchAll(new RegExp(`['\`](Cannot ${template}+)`, 'g'))];
    const begun = [...code.matchAll(/problemOf\(error, [^;]*/g)].flatMap(([call]) => [
      ...call.matchAll(new RegExp(`['\`](${template}+)['\`]`, 'g')),
    ]);
    return [...said.map(([, sentence = '']) => sentence), ...begun.map(([, rest = '']) => `Cannot ${rest}`)];
  })
  .map(familyOf);

test('every message on the page is one that a program says', () => {
  const parts = messages(page)
    .flatMap((message) => message.split(/:? ?… ?/))
    .filter((part) => /\w{3}/.test(wordsOf(part)));
  assert.ok(parts.length > 120, String(parts.length));
  assert.deepEqual(
    parts.filter((part) => !isSaid(part)),
    [],
  );
});

test('every sentence of sync about what it cannot do is explained on the page or on one that it links', () => {
  const explained = new Set(
    [page, ...linked.map((name) => `docs/${name}.md`)].flatMap((path) => messages(path).map(familyOf)),
  );
  assert.ok(families.length > 80, String(families.length));
  const known = new Set([...explained, ...unexplained]);
  assert.deepEqual([...new Set(families)].filter((family) => !known.has(family)).toSorted(), []);
});

test('every family that is left out exists', () => {
  assert.deepEqual(
    unexplained.filter((family) => !families.includes(family)),
    [],
  );
});

test('every warning and error of the log is on the page', () => {
  const logged = [...text.matchAll(/\blog\.(?:warn|error|fatal)\([^;]*?'([^'\n]+)'\s*,?\s*\)/g)];
  assert.ok(logged.length > 20, String(logged.length));
  const explained = new Set(messages(page));
  assert.deepEqual(
    logged.map(([, message = '']) => message).filter((message) => !explained.has(message)),
    [],
  );
});

test('the exit codes on the page are those of the programs', () => {
  const documented = [...read(page).matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  assert.deepEqual(
    documented.toSorted((a, b) => a - b),
    Object.values(exitCode).toSorted((a, b) => a - b),
  );
});

test('every link of the page leads to a heading that exists', () => {
  const links = [...read(page).matchAll(/\]\(([\w./-]*)#([^)]+)\)/g)];
  assert.ok(links.length > 20, String(links.length));
  const broken = links.filter(([, file = '', anchor = '']) => {
    const target = file === '' ? page : join(dirname(page), file);
    return !anchorsOf(target).includes(anchor);
  });
  assert.deepEqual(
    broken.map(([link]) => link),
    [],
  );
});

function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
