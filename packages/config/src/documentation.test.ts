import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseConfig } from './parseConfig.ts';
import { formatProblem } from './problem.ts';
import { settings } from './settings.ts';

const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

/** The fenced blocks of one language below a heading. */
function blocks(heading: string, language: string): string[] {
  const section = page.split(/^(?=#+ )/m).find((part) => part.startsWith(heading)) ?? assert.fail(`no ${heading}`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
}

test('the table of settings is that of the source, in both directions', () => {
  const rows = page.match(/^\| `.*$/gm);
  const expected = settings.map(({ path, type, default: byDefault = 'required', description }) => {
    return `| \`${path}\` | ${type} | ${byDefault} | ${description} |`;
  });
  assert.deepEqual(rows, expected);
});

test('the shortest file works', () => {
  const [text = ''] = blocks('# How do I configure', 'yaml');
  assert.equal(parseConfig(text, 'couplet.yaml').kind, 'valid');
});

test('the full example is valid', () => {
  const [text = ''] = blocks('## A full example', 'yaml');
  const read = parseConfig(text, 'couplet.yaml');
  assert.deepEqual(read.kind === 'invalid' && read.problems.map(formatProblem), false);
});

test('the full example names every setting but those that weaken it', () => {
  const [text = ''] = blocks('## A full example', 'yaml');
  const names = settings.map(({ path }) => path.slice(path.lastIndexOf('.') + 1));
  const missing = names.filter((name) => !new RegExp(`\\b${name}:`).test(text));
  assert.deepEqual([...new Set(missing)], ['insecureHttp']);
});

test('the errors are those of the file behind them', () => {
  const [text = ''] = blocks('## How errors look', 'yaml');
  const [errors] = blocks('## How errors look', 'text');
  const read = parseConfig(text, 'couplet.yaml');
  const lines = read.kind === 'invalid' ? read.problems.map((problem) => `${formatProblem(problem)}\n`) : [];
  assert.equal(lines.join(''), errors);
});
