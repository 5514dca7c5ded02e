import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { git as runGit } from '../../../../../test/support/git.ts';
import { failure } from '../../fixtures/failure.ts';
import { secureWorld } from '../../fixtures/secureWorld.ts';

/** Answers what the file says, and writes down what it was asked. */
const script = (username: string, password: string): string => `#!/bin/sh
echo "$1" >> "$(dirname "$0")/../asked"
case $1 in
Username*) cat <<'END'
${username}
END
;;
*) echo '${password}' ;;
esac
`;

async function askpassWorld(username = 'me@example.com') {
  const world = await secureWorld({ username, password: 'right' });
  await world.secret('username');
  await world.secret('password');
  await world.secret('askpass', script(username, 'right'), 0o700);
  const asked = async (): Promise<string[]> => {
    const text = await readFile(join(world.git.directory, 'asked'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  };
  return { world, asked, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

test('git reads with what askpass answers', async () => {
  await using here = await askpassWorld();
  using repository = await here.world.open();
  assert.equal((await repository.fetch()).kind, 'fetched');
});

test('the program is asked word for word what git asks it', async () => {
  const username = "a b@x!'(c)*~é";
  await using here = await askpassWorld(username);
  using repository = await here.world.open();
  await repository.fetch();
  const asked = await here.asked();
  const { git, url } = here.world;
  const files = (name: string): string => join(git.credentials, name);
  await runGit(['ls-remote', url], { environment: { GIT_ASKPASS: files('askpass'), GIT_SSL_CAINFO: files('ca.crt') } });
  assert.deepEqual((await here.asked()).slice(asked.length), asked);
});

test('a username that a file has is not asked for', async () => {
  await using here = await askpassWorld();
  await here.world.secret('username', 'me@example.com');
  using repository = await here.world.open();
  await repository.fetch();
  assert.equal((await here.asked()).length, 1);
});

test('the answer is kept from fetch to fetch', async () => {
  await using here = await askpassWorld();
  using repository = await here.world.open();
  await repository.fetch();
  await here.world.git.push({ a: '2' });
  await repository.fetch();
  assert.equal((await here.asked()).length, 2);
});

test('an answer that the server refuses is asked for once more, in the same fetch', async () => {
  await using here = await askpassWorld();
  using repository = await here.world.open();
  await here.world.secret('askpass', script('me@example.com', 'old'), 0o700);
  const { message } = await failure(repository.fetch());
  assert.match(message, /\(401\).*sent was the answer of .*\/askpass$/);
  assert.equal((await here.asked()).length, 4);
});

test('a program that was replaced is asked anew', async () => {
  await using here = await askpassWorld();
  using repository = await here.world.open();
  await repository.fetch();
  await here.world.secret('askpass', script('me@example.com', 'another'), 0o700);
  assert.match((await failure(repository.fetch())).message, /\(401\)/);
});

test('a program without an answer is a sentence, and no request is sent', async () => {
  await using here = await askpassWorld();
  await here.world.secret('askpass', script('me', ''), 0o700);
  using repository = await here.world.open();
  assert.match((await failure(repository.fetch())).message, /must write the password, found an empty line$/);
  assert.deepEqual(here.world.proxy.seen, []);
});
