import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'verify.md'), 'utf8');
const sources = globSync('**/*.ts', { cwd: import.meta.dirname })
  .filter((path) => !path.endsWith('.test.ts') && !path.startsWith('fixtures'))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
  .join('\n');

/** The parts of a sentence that are not filled in. */
function literals(sentence: string): string[] {
  return sentence
    .split(/…|\$\{[^}]*\}|"git"|, found /)
    .map((part) => part.trim())
    .filter((part) => part.length > 8);
}

test('every message on the page is one that sync says', () => {
  const rows = [...page.matchAll(/^\| (`.*) \| [^|]+ \|$/gm)].map(([, cell = '']) => cell);
  const messages = rows
    .filter((cell) => / (must|is valid) /.test(cell))
    .flatMap((cell) => cell.match(/[^`]{3,}/g) ?? []);
  const parts = messages.flatMap(literals).filter((part) => !/SHA256:|OpenPGP key id|rsa-sha2/.test(part));
  assert.ok(parts.length > 20, String(parts.length));
  assert.deepEqual(
    parts.filter((part) => !sources.includes(part)),
    [],
  );
});

test('every rule by which a commit is refused is on the page', () => {
  const rules = [...sources.matchAll(/(?:fault\(\s*|rule(?: =|:) )(['`])((?:(?!\1).)+)\1/g)].map(
    ([, , rule = '']) => rule,
  );
  const parts = rules.flatMap(literals);
  assert.ok(parts.length > 15, String(parts.length));
  assert.deepEqual(
    parts.filter((part) => !page.includes(part)),
    [],
  );
});
