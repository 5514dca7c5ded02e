import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withLines } from './fixtures/problemsOf.ts';
import { readConfig } from './readConfig.ts';

async function messagesOf(bytes: string | Buffer): Promise<string[]> {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'couplet-config-'));
  const file = join(directory.path, 'couplet.yaml');
  await writeFile(file, bytes);
  const read = await readConfig(file);
  if (read.kind === 'valid') return [];
  return read.problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

test('a valid file is read', async () => {
  assert.deepEqual(await messagesOf(withLines('')), []);
});

test('a file of exactly 1 MiB is read', async () => {
  assert.deepEqual(await messagesOf(`${withLines('')}#`.padEnd(1024 * 1024, 'x')), []);
});

test('a file over 1 MiB is refused', async () => {
  const text = `${withLines('')}#`.padEnd(1024 * 1024 + 1, 'x');
  assert.deepEqual(await messagesOf(text), ['1:1: expected at most 1 MiB, found more']);
});

test('bytes that are no UTF-8 are refused', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(withLines(''), 'utf16le')]);
  assert.deepEqual(await messagesOf(utf16), ['1:1: expected UTF-8 text, found other bytes']);
});

test('a byte order mark is no part of the text', async () => {
  assert.deepEqual(await messagesOf(`\ufeff${withLines('    gate: al\n')}`), [
    '6:11: expected all or each, found "al"',
  ]);
});

test('a problem names the file', async () => {
  const read = await readConfig('/nonexistent/couplet.yaml');
  const message = 'cannot read the file: it does not exist (ENOENT)';
  const problem = { file: '/nonexistent/couplet.yaml', line: 1, column: 1, setting: '', message };
  assert.deepEqual(read, { kind: 'invalid', problems: [problem] });
});

test('a directory is refused', async () => {
  const read = await readConfig(tmpdir());
  assert.equal(read.kind === 'invalid' && read.problems[0]?.message, 'expected a file, found something else');
});

test('a pipe without a writer is refused and not waited for', async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'couplet-config-'));
  const pipe = join(directory.path, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = await readConfig(pipe);
  assert.equal(read.kind === 'invalid' && read.problems[0]?.message, 'expected a file, found something else');
});
