import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Config } from './config.ts';
import { problemsOf, withLines } from './fixtures/problemsOf.ts';
import { parseConfig } from './parseConfig.ts';

const everySetting = readFileSync(new URL('fixtures/every-setting.yaml', import.meta.url), 'utf8');
const minute = 60_000;

function configOf(text: string): Config {
  const read = parseConfig(text, 'couplet.yaml');
  if (read.kind === 'invalid') assert.fail(JSON.stringify(read.problems));
  return read.config;
}

test('a file with every setting gives every value', () => {
  assert.deepEqual(configOf(everySetting), {
    repository: {
      url: 'https://github.com/acme/config.git',
      poll: minute,
      timeout: minute,
      insecureHttp: false,
      limits: { files: 50_000, bytes: 2 ** 29, fileSize: 2 ** 20, depth: 32 },
      verify: { keys: '/etc/couplet/verify', mode: 'head' },
    },
    environments: [
      {
        name: 'staging',
        ref: 'main',
        path: 'staging',
        namespace: 'staging',
        gate: 'all',
        prune: true,
        pruneLimit: { count: 10, percent: 30 },
        settle: 5 * minute,
        onFailure: 'hold',
        resync: 60 * minute,
        drift: 'correct',
        suspend: false,
      },
    ],
    sync: {
      listen: '0.0.0.0:8080',
      internal: '0.0.0.0:9080',
      credentials: '/etc/couplet/git',
      webhook: '/etc/couplet/webhook',
      git: '/git',
      commitStatus: {
        provider: 'gitlab',
        api: 'https://git.example.com/api/v4',
        page: 'https://couplet.example.com',
      },
    },
    applier: {
      listen: '0.0.0.0:8081',
      token: '/etc/couplet/applier/token',
      namespace: 'couplet',
      concurrency: 16,
      url: 'https://couplet.example.com',
      notify: [
        {
          name: 'chat',
          urlFile: '/etc/couplet/notify/chat-url',
          format: 'slack',
          on: ['failed', 'recovered'],
          environments: ['staging'],
          insecureHttp: false,
        },
        {
          name: 'pager',
          url: 'https://pager.example.com/couplet',
          format: 'generic',
          secret: '/etc/couplet/notify/pager-key',
          on: ['failed', 'degraded', 'held', 'stalled', 'rolled-back', 'recovered'],
          insecureHttp: false,
        },
      ],
    },
    volume: '/volume',
  });
});

test('what is left out has the same defaults as the file with every setting', () => {
  const { repository, sync, applier, ...rest } = configOf(everySetting);
  assert.deepEqual(configOf(withLines('    path: staging\n').replace('host/repo', 'github.com/acme/config.git')), {
    ...rest,
    repository: {
      url: repository.url,
      poll: repository.poll,
      timeout: repository.timeout,
      insecureHttp: false,
      limits: { files: 100_000, bytes: 2 ** 30, fileSize: 2 ** 25, depth: 64 },
    },
    sync: {
      listen: sync.listen,
      internal: sync.internal,
      credentials: sync.credentials,
      webhook: sync.webhook,
      git: sync.git,
    },
    applier: { listen: applier.listen, concurrency: applier.concurrency },
  });
});

test('a check of signatures that is turned on without more reads the default directory', () => {
  const { verify } = configOf(
    'repository: {url: "https://host/repo", verify: {}}\nenvironments: [{name: a, ref: main}]',
  ).repository;
  assert.deepEqual(verify, { keys: '/etc/couplet/verify', mode: 'head' });
});

test('the whole repository is the default path', () => {
  assert.equal(configOf(withLines('')).environments[0]?.path, '');
});

test('the namespace is the name of the environment when it is left out or ~', () => {
  assert.equal(configOf(withLines('')).environments[0]?.namespace, 'staging');
  assert.equal(configOf(withLines('    namespace: ~\n')).environments[0]?.namespace, 'staging');
});

test('~ for the token, the namespace and the kubeconfig of the applier is the same as leaving them out', () => {
  const applier = configOf(withLines('applier: {token: ~, namespace: ~, kubeconfig: ~}\n')).applier;
  assert.deepEqual(Object.keys(applier), ['listen', 'concurrency']);
});

test('a part of pruneLimit keeps the default of the other', () => {
  const text = withLines('    pruneLimit: {percent: 0}\n');
  assert.deepEqual(configOf(text).environments[0]?.pruneLimit, { count: 10, percent: 0 });
});

test('settle: 0 does not wait', () => {
  assert.equal(configOf(withLines('    settle: 0\n')).environments[0]?.settle, 0);
});

test('paths are normalised', () => {
  const config = configOf(withLines('    path: ./apps//staging/\nvolume: /data//volume/\n'));
  assert.equal(config.environments[0]?.path, 'apps/staging');
  assert.equal(config.volume, '/data/volume');
});

test('a byte order mark and CRLF change nothing, not even the place of a problem', () => {
  const text = withLines('    gate: al\n');
  assert.deepEqual(problemsOf(`\ufeff${text.replaceAll('\n', '\r\n')}`), problemsOf(text));
  assert.deepEqual(configOf(`\ufeff${withLines('').replaceAll('\n', '\r\n')}`), configOf(withLines('')));
});

test('JSON is read too', () => {
  const text = JSON.stringify({ repository: { url: 'https://h/r' }, environments: [{ name: 'a', ref: 'main' }] });
  assert.equal(configOf(text).environments[0]?.name, 'a');
});

test('two environments may follow one directory into two namespaces', () => {
  assert.deepEqual(problemsOf(withLines('  - {name: other, ref: main}\n')), []);
});

test('two environments may follow two refs, or two directories, into one namespace', () => {
  const rest = '    path: a\n  - {name: b, ref: next, path: a, namespace: staging}\n';
  assert.deepEqual(problemsOf(withLines(`${rest}  - {name: c, ref: main, path: ab, namespace: staging}\n`)), []);
});

test('port 0 may be written more than once', () => {
  const rest = 'sync: {listen: "127.0.0.1:0", internal: "127.0.0.1:0"}\napplier: {listen: "127.0.0.1:0"}\n';
  assert.deepEqual(problemsOf(withLines(rest)), []);
});

test('no key reaches a prototype', () => {
  const bad = '{a: 1, toString: 2, __proto__: {polluted: true}, constructor: {prototype: {polluted: true}}}';
  problemsOf(`${bad}\n`);
  problemsOf(withLines(`sync: ${bad}\n__proto__: {polluted: true}\n`));
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});
