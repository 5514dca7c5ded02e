import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const here = import.meta.dirname;
const page = readFileSync(join(here, '../../../../docs/credentials.md'), 'utf8');
const files = globSync('**/*.ts', { cwd: here }).filter((name) => !name.endsWith('.test.ts'));
const code = files.map((name) => readFileSync(join(here, name), 'utf8')).join('\n');

/** The messages in the first column of the tables, cut where the page leaves something out. */
const [, table = ''] = page.split(/## What the messages mean|Over ssh:/);
const parts = [...table.matchAll(/^\| (`.*?) \|/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)])
  .flatMap(([, message = '']) => message.split('…'))
  .map((part) => part.trim())
  .filter((part) => part.length > 8);

test('every message that docs/credentials.md explains exists', () => {
  assert.ok(parts.length > 40, `found ${parts.length}`);
  const plain = code.replaceAll('${nameProxy(proxy)}', 'the proxy').replaceAll(/\\(.)/g, '$1');
  assert.deepEqual(
    parts.filter((part) => !plain.includes(part)),
    [],
  );
});
