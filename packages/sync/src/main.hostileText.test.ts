import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { gitText } from '../../../test/support/git.ts';
import { githubHeaders } from '../../../test/support/webhookSender.ts';
import { bearerToken, SyncProcess, webhookSecret } from './fixtures/syncProcess.ts';

const script = '<script>alert("1")</script>';
const escapes = '\u001b[2J\u001b]0;owned\u0007\u009b31m';
const megabyte = 'm'.repeat(2 ** 20);
const branch = `<b>"'&/größe`;

/** A commit as git itself would not write it: nothing stops a server from sending one. */
async function commitHostile({ git }: SyncProcess): Promise<string> {
  const cwd = git.server.repositoryDirectory('config');
  const blob = await gitText(['hash-object', '-w', '--stdin'], { cwd, input: 'kind: ConfigMap\n' });
  const names = [script.replaceAll('/', '|'), `a\r\nb.yaml`, `${escapes}.yaml`, 'n'.repeat(255)];
  const input = names.map((name) => `100644 blob ${blob}\t${name}\0`).join('');
  const tree = await gitText(['mktree', '-z'], { cwd, input });
  const person = `${script}\r${escapes}${megabyte} <${script}> 1700000000 +0000`;
  const lines = [`tree ${tree}`, `author ${person}`, `committer ${person}`, '', `${script}\r${escapes}${megabyte}`, ''];
  const commit = await gitText(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], {
    cwd,
    input: lines.join('\n'),
  });
  await gitText(['update-ref', `refs/heads/${branch}`, commit], { cwd });
  return commit;
}

test('hostile authors, subjects, branches and file names are told as short JSON text without control characters', async () => {
  await using world = await SyncProcess.prepare();
  await world.git.push({ a: '1' });
  const commit = await commitHostile(world);
  await world.configure([
    { name: 'staging', ref: branch },
    { name: 'gone', ref: branch, path: '<script>' },
  ]);
  const program = await world.start();
  const body = JSON.stringify({ ref: `refs/heads/${branch}\r\n${escapes}${'r'.repeat(500_000)}` });
  const sent = await fetch(`${world.url}/sync`, {
    method: 'POST',
    body,
    headers: githubHeaders('push', body, { secret: webhookSecret, delivery: script }),
  });
  const { id } = JSON.parse(await sent.text());
  const known = await eventually('the push is published, or says why not', async () => {
    const { environments } = await world.json('/status');
    return environments.every(({ state }: { state: string }) => state !== 'waiting') ? environments : undefined;
  });
  const record = await fetch(`${world.url}/sync/${id}`, { headers: { authorization: `Bearer ${bearerToken}` } });
  const shown = [await (await fetch(world.internal('/status'))).text(), await record.text()];
  assert.equal((await world.publication())?.commit, commit, JSON.stringify(known));

  assert.equal(program.output, '', 'every line of the log is one JSON object');
  for (const text of [...shown, ...program.log.map((line) => JSON.stringify(line))]) {
    assert.ok(text.length < 20_000, `${text.length} characters: ${text.slice(0, 200)}`);
    assert.equal(
      text.split('').some((character) => character < ' '),
      false,
    );
  }
  assert.match(record.headers.get('content-type') ?? '', /^application\/json/);
});
