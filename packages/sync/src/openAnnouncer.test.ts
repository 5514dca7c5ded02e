import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseConfig } from '@couplet/config';
import { FakeClock } from '@couplet/daemon';
import { commitId } from '@couplet/volume';
import { eventually } from '../../../test/support/eventually.ts';
import { temporaryDirectory } from '../../../test/support/temporaryDirectory.ts';
import type { SyncEvent } from './events.ts';
import { InstallationTokens } from './fetch/github/installationTokens.ts';
import { statusProvider } from './fixtures/statusProvider.ts';
import type { StatusProvider } from './fixtures/statusProvider.ts';
import { openAnnouncer } from './openAnnouncer.ts';

const commit = commitId('0123456789abcdef0123456789abcdef01234567');
const token = 'the-status-token';

type World = AsyncDisposable & {
  readonly provider: StatusProvider;
  readonly events: SyncEvent[];
  readonly clock: FakeClock;
  readonly tokenFile: string;
  publish(): void;
  /** Waits for this many events about statuses, without the first that says that they are on. */
  results(count: number): Promise<string[]>;
};

async function announce(provider: string, repository = 'acme/config'): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory('announce'));
  const server = stack.use(await statusProvider());
  const tokenFile = join(directory.path, 'status-token');
  await writeFile(tokenFile, `${token}\n`);
  const commitStatus = { provider, api: `${server.url}/api`, page: 'https://couplet.example.com/page/' };
  const text = {
    repository: { url: `https://git.example.com/${repository}.git` },
    environments: [{ name: 'shop', ref: 'main' }],
    sync: { credentials: directory.path, commitStatus },
  };
  const read = parseConfig(JSON.stringify(text), 'couplet.yaml');
  assert.ok(read.kind === 'valid', JSON.stringify(read));
  const events: SyncEvent[] = [];
  const clock = new FakeClock();
  const surroundings = { environment: {}, killGroup: () => {} };
  const tokens = new InstallationTokens({ proxies: { forUrl: () => undefined }, userAgent: 'test', now: () => 0 });
  const announcer = openAnnouncer({
    config: () => read.config,
    applier: { environments: async () => [] },
    tokens,
    surroundings,
    emit: (event) => events.push(event),
    clock,
  });
  const stop = new AbortController();
  const ended = announcer.run(stop.signal);
  stack.defer(async () => {
    stop.abort(new Error('the program stops'));
    await ended;
    announcer.close();
    tokens.close();
  });
  const owned = stack.move();
  const told = (): string[] =>
    events.flatMap((event) => {
      if (event.kind === 'commitStatuses') return event.off ?? [];
      return event.kind === 'commitStatus' ? [`${event.state} ${event.result}`] : [];
    });
  return {
    provider: server,
    events,
    clock,
    tokenFile,
    publish() {
      const outcome = { state: 'published', commit, files: 1, skipped: 0 } as const;
      announcer.add({ kind: 'environment', at: 0, pass: 1, environment: 'shop', outcome, requests: [] });
    },
    results: (count) =>
      eventually(`${count} statuses are told`, () => (told().length >= count ? told() : undefined), { last: told }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const facts = {
  state: 'pending',
  context: 'couplet/shop',
  description: 'Published, being applied',
  target_url: 'https://couplet.example.com/page/environments/shop',
};
const requests: [string, string, string, Record<string, string>][] = [
  [
    'github',
    'acme/config',
    `/api/repos/acme/config/statuses/${commit}`,
    { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  ],
  ['gitlab', 'acme/infra/config', `/api/projects/acme%2Finfra%2Fconfig/statuses/${commit}`, { 'private-token': token }],
  ['gitea', 'acme/config', `/api/repos/acme/config/statuses/${commit}`, { authorization: `token ${token}` }],
];
for (const [provider, repository, path, headers] of requests) {
  test(`${provider} is sent what its API asks for`, async () => {
    await using world = await announce(provider, repository);
    world.publish();
    assert.deepEqual(await world.results(1), ['pending sent']);
    const [call] = world.provider.calls;
    assert.ok(call);
    assert.deepEqual([call.method, call.path, call.body], ['POST', path, facts]);
    const common = { accept: 'application/json', 'content-type': 'application/json', ...headers };
    for (const [name, value] of Object.entries(common)) assert.equal(call.headers[name], value);
    assert.match(call.headers['user-agent'] ?? '', /^couplet\//);
  });

  test(`${provider} answers 500 and 429, and gets the status when it is well again`, async () => {
    await using world = await announce(provider, repository);
    const answers = [{ status: 500 }, { status: 429, headers: { 'retry-after': '30' } }, { status: 201 }];
    world.provider.answer = () => answers[world.provider.calls.length - 1];
    world.publish();
    for (const count of [1, 2]) {
      await eventually('the provider was asked', () => (world.provider.calls.length >= count ? true : undefined));
      // Two sleep: the sender, and the one who follows the applier.
      await world.clock.untilSleeping(2);
      await world.clock.advance(30_000);
    }
    assert.deepEqual(await world.results(1), ['pending sent']);
  });

  test(`${provider} answers 401: refused, and the token is in no event`, async () => {
    await using world = await announce(provider, repository);
    world.provider.answer = () => ({ status: 401, text: JSON.stringify({ message: 'Bad credentials' }) });
    world.publish();
    assert.deepEqual(await world.results(1), ['pending refused']);
    assert.match(JSON.stringify(world.events), /check the file status-token.*it says: Bad credentials/);
    assert.equal(JSON.stringify(world.events).includes(token), false);
  });
}

test('a token that comes later is found, and what waited is sent', async () => {
  await using world = await announce('github');
  await eventually('statuses are on', () => (world.events.length > 0 ? true : undefined));
  await rm(world.tokenFile);
  world.publish();
  assert.deepEqual(await world.results(1), ['there is no file status-token in sync.credentials']);
  await writeFile(world.tokenFile, token);
  await world.clock.untilSleeping(2);
  await world.clock.advance(10_000);
  assert.deepEqual((await world.results(2)).slice(1), ['pending sent']);
});

test('an answer without end is read no further than a sentence needs', async () => {
  await using world = await announce('github');
  world.provider.answer = () => ({ status: 422, text: 'x'.repeat(10_000_000) });
  world.publish();
  assert.deepEqual(await world.results(1), ['pending refused']);
});

test('a provider that is not there is a sentence, tried again', async () => {
  await using world = await announce('github');
  await world.provider[Symbol.asyncDispose]();
  world.publish();
  const gaveUp = await eventually('it is given up', async () => {
    await world.clock.advance(60_000);
    return world.events.find((event) => event.kind === 'commitStatus');
  });
  assert.equal(gaveUp.result, 'failed');
  assert.match(
    gaveUp.why ?? '',
    /^Cannot set a commit status of acme\/config: Cannot reach 127.*given up after 5 tries$/,
  );
});
