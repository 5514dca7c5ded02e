import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { textOf } from '../packages/applier/src/report/fixtures/pages.ts';
import { eventually } from './support/eventually.ts';
import { startGitServer } from './support/gitServer.ts';
import type { EnvironmentAnswer, Pair } from './support/pair.ts';
import { configMap, TestPair, type TestPairOptions } from './support/testPair.ts';

type Git = { state: string; since?: string; readAt?: string; tries?: number; message?: string; todo?: string };
type Seen = EnvironmentAnswer & { git: Git };

const well = 'The cluster is what git says.';

// What may pass by itself is told after `poll`, but not before five seconds: waiting is most of these tests.
describe('the page and the API say when nothing new comes from git', { concurrency: true }, () => {
  test('a git server that is away: why and since when, and nobody has to do anything when it is back', async () => {
    await using running = await start('away');
    const { pair } = running;
    await reaches(pair, 'away', 'ok', well);
    const { directory, url } = pair.gitServer;
    await pair.gitServer[Symbol.asyncDispose]();
    const { git, state } = await reaches(pair, 'away', 'failing', 'away gets nothing new from git.');
    assert.match(git.message ?? '', /^Cannot reach 127\.0\.0\.1:\d+: nothing listens there/);
    assert.ok((git.tries ?? 0) > 1, `it is tried again, found ${git.tries} tries`);
    assert.ok(Date.parse(git.readAt ?? '') <= Date.parse(git.since ?? ''), 'it was read before');
    assert.equal(state, 'applied');
    assert.match(textOf(await page(pair, '/environments/away')), /cut-off.*Cannot reach 127\.0\.0\.1.*git was read/s);

    await using back = await startGitServer({ directory, port: Number(new URL(url).port) });
    assert.equal(back.url, url);
    await reaches(pair, 'away', 'ok', well);
  });

  test('a credential that is refused is a note at first; a branch that is gone is told at once, with what to do', async () => {
    await using running = await start('refused', { password: 'right', repository: { poll: '1h' } });
    const { pair } = running;
    await reaches(pair, 'refused', 'ok', well);
    await writeFile(join(pair.credentialsDirectory, 'password'), 'revoked');
    await pair.push('Tell of it', { write: { 'refused/a.yaml': configMap('a', 'two') } });
    const retrying = await reaches(pair, 'refused', 'retrying', well);
    assert.match(retrying.git.message ?? '', /the credential was refused/);
    assert.match(
      textOf(await page(pair, '/environments/refused')),
      /it is tried again : .*the credential was refused/s,
    );
    await writeFile(join(pair.credentialsDirectory, 'password'), 'right');
    await pair.push('Try again at once', { write: { 'refused/a.yaml': configMap('a', 'three') } });
    await reaches(pair, 'refused', 'ok', well);

    await pair.copy.git('push', '--quiet', 'origin', ':main');
    const { git } = await reaches(pair, 'refused', 'stalled', 'refused gets nothing new from git.');
    assert.equal(git.message, 'the repository is empty');
    assert.match(textOf(await page(pair, '/')), /comes from git : the repository is empty To do: push a commit/);
    await pair.copy.git('push', '--quiet', 'origin', 'HEAD:main');
    await reaches(pair, 'refused', 'ok', well);
  });

  test('a sync that was killed: that it does not answer, and where it was asked', async () => {
    await using running = await start('alone');
    const { pair } = running;
    await reaches(pair, 'alone', 'ok', well);
    await pair.sync?.kill();
    const { git } = await reaches(pair, 'alone', 'unreachable', 'alone gets nothing new from git.');
    const [asked] = (git.message ?? '').split(';');
    assert.equal(asked, `Cannot ask sync at http://127.0.0.1:${pair.ports.internal}: nothing listens there`);
    assert.match(textOf(await page(pair, '/environments/alone')), /sync does not answer/);
    await pair.startSync();
    await reaches(pair, 'alone', 'ok', well);
  });
});

async function start(name: string, more: Partial<TestPairOptions> = {}): Promise<TestPair> {
  const files = { [`${name}/a.yaml`]: configMap('a', 'one') };
  const environments = [{ name, settle: 0 }];
  const running = await TestPair.start({ environments, files, repository: { poll: '1s' }, ...more });
  await running.applied(name);
  return running;
}

/** Waits until the API says so; then the overview, and the tab that it is in, must have that headline. */
async function reaches(pair: Pair, name: string, state: string, headline: string): Promise<Seen> {
  let seen: Partial<Seen> | undefined;
  const found = await eventually(
    `news from git for ${name} are ${state}`,
    async () => {
      seen = await pair.environment(name);
      return isSeen(seen) && seen.git.state === state ? seen : undefined;
    },
    { last: () => seen },
  );
  const wanted = `${headline === well ? '✓' : '!'} ${headline} · Couplet`;
  let title: string | undefined;
  // A commit that came with the good news is being applied for a moment.
  await eventually(
    `the title is ${wanted}`,
    async () => {
      title = /<title>(.*?)<\/title>/.exec(await page(pair, '/'))?.[1];
      return title === wanted ? true : undefined;
    },
    { within: 5_000, last: () => title },
  );
  return found;
}

function isSeen(answer: Partial<Seen>): answer is Seen {
  return answer.git !== undefined;
}

async function page(pair: Pair, path: string): Promise<string> {
  return await (await fetch(pair.pageUrl + path, { headers: { connection: 'close' } })).text();
}
