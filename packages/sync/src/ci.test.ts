import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { portOf } from '../../../test/support/portOf.ts';
import { bearerToken, SyncProcess } from './fixtures/syncProcess.ts';
import type { AppliedEnvironment } from './appliedEnvironment.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/ci.md'), 'utf8');

/** The shell of a recipe: the lines of its block, as a runner gives them to bash. */
function shellOf(heading: string): string {
  const section = page.split(`\n## ${heading}\n`)[1] ?? '';
  const [, indent = '', block = ''] = /^( *)(?:run: |- )\|\n((?:\1 +.*\n)+)/m.exec(section) ?? [];
  assert.ok(block.includes('curl'), `the page has a recipe for ${heading}`);
  const margin = new RegExp(`^${indent} +`).exec(block)?.[0].length ?? 0;
  return block
    .split('\n')
    .map((line) => line.slice(margin))
    .join('\n');
}

type Recipe = { readonly name: string; readonly variables: (commit: string) => Record<string, string> };

const recipes: readonly Recipe[] = [
  { name: 'GitHub Actions', variables: (commit) => ({ GITHUB_REF: 'refs/heads/main', GITHUB_SHA: commit }) },
  { name: 'GitLab CI', variables: (commit) => ({ CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: commit }) },
];

type Job = { readonly code: number; readonly output: string; readonly errors: string };

async function run(shell: string, env: Record<string, string>): Promise<Job> {
  const { promise, resolve } = Promise.withResolvers<Job>();
  const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
  // --norc: a login shell's files are none of the page's.
  execFile('bash', ['--norc', '-e', '-c', shell], options, (error, stdout, stderr) => {
    resolve({
      code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
      output: stdout,
      errors: stderr,
    });
  });
  return promise;
}

/** What the applier says of staging; undefined while it has nothing to say. */
let says: Partial<AppliedEnvironment> | undefined;

/** A real sync over a real repository, beside an applier that says what the test lets it. One for all tests. */
const sync = await SyncProcess.prepare();
const applier = createServer((_, response) => {
  const environments = says === undefined ? [] : [{ name: 'staging', state: 'running', ...says }];
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ environments }));
});
applier.listen(0, '127.0.0.1');
await once(applier, 'listening');
after(async () => {
  await sync[Symbol.asyncDispose]();
  applier.closeAllConnections();
  applier.close();
});
const config: object = JSON.parse(await readFile(sync.configFile, 'utf8'));
const listen = `127.0.0.1:${portOf(applier)}`;
await writeFile(sync.configFile, JSON.stringify({ ...config, applier: { listen } }));
await sync.git.push({ 'a.yaml': '1' });
await sync.start();

/** The commit of the test that begins, of which the applier has not heard. */
async function newCommit(): Promise<string> {
  says = undefined;
  return await sync.git.push({ 'a.yaml': randomUUID() });
}

async function runRecipe(
  { name, variables }: Recipe,
  commit: string,
  { shell = (text: string) => text, token = bearerToken } = {},
): Promise<Job> {
  const env = { COUPLET_URL: sync.url, COUPLET_TOKEN: token, ...variables(commit) };
  return await run(shell(shellOf(name)), env);
}

const at = '2026-01-01T00:00:00.000Z';
const timeouts = 'couplet_sync_waits_total{result="timeout"}';

for (const recipe of recipes) {
  test(`the recipe for ${recipe.name} ends well once the commit is healthy`, async () => {
    const commit = await newCommit();
    const fact = { commit, at };
    says = { state: 'healthy', published: fact, applied: fact, healthy: fact };
    const { code, output } = await runRecipe(recipe, commit);
    assert.equal(code, 0, output);
    assert.deepEqual([code, JSON.parse(output).environments[0].healthy], [0, at], output);
  });

  test(`the recipe for ${recipe.name} fails the job with the errors`, async () => {
    const commit = await newCommit();
    const error = { code: 'unknown-field', message: 'Cannot apply it', id: 'ConfigMap/a/b', file: 'a.yaml', line: 8 };
    says = { state: 'failed', published: { commit }, errors: [error] };
    const { code, output } = await runRecipe(recipe, commit);
    assert.equal(code, 22, output);
    for (const text of ['"file": "a.yaml"', '"line": 8', 'Cannot apply it']) assert.ok(output.includes(text), output);
  });

  test(`the recipe for ${recipe.name} asks on when the time of one call is over`, async () => {
    const commit = await newCommit();
    const fact = { commit, at };
    const before = await sync.metric(timeouts);
    const job = runRecipe(recipe, commit, { shell: (text) => text.replace('timeout=50s', 'timeout=1s') });
    await eventually('a call has ended', async () => ((await sync.metric(timeouts)) > before ? true : undefined));
    says = { state: 'healthy', published: fact, applied: fact, healthy: fact };
    const { code, output } = await job;
    assert.equal(code, 0, output);
    assert.match(output, /"error": "not healthy after 1 s: staging is/);
  });

  test(`the recipe for ${recipe.name} fails the job when the token is wrong`, async () => {
    const { code, output } = await runRecipe(recipe, await newCommit(), { token: 'wrong' });
    assert.deepEqual([code, /signature or token/.test(output)], [22, true], output);
  });
}
