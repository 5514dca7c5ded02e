import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, withLines } from './fixtures/problemsOf.ts';

const notShown = 'something that is not shown, because it may be a secret';
const duration = 'a duration from 100ms to 24h (written as 500ms, 60s, 5m or 1h30m)';
const settle = 'a duration from 100ms to 24h, or 0 (written as 500ms, 60s, 5m or 1h30m)';
const label = 'characters of a-z, 0-9 and -, beginning and ending with a letter or digit';
const settings = 'repository, environments, sync, applier, volume';

/** Lines from the sixth on, and the one problem that they give. */
const oneProblem: [rest: string, problem: string][] = [
  ['    gate: al\n', '6:11: environments[0].gate: expected all or each, found "al"'],
  ['    gate:\n', '6:5: environments[0].gate: expected all or each, found nothing'],
  ['    gate: [all]\n', '6:11: environments[0].gate: expected all or each, found a list of 1'],
  ['    gate: true\n', '6:11: environments[0].gate: expected all or each, found true'],
  ['    prune: yes\n', '6:12: environments[0].prune: expected true or false, found "yes"'],
  ['    prune: "true"\n', '6:12: environments[0].prune: expected true or false, found "true"'],
  ['    suspend: 1\n', '6:14: environments[0].suspend: expected true or false, found the number 1'],
  ['    settle: 300\n', `6:13: environments[0].settle: expected ${settle}, found the number 300`],
  ['    settle: 5 min\n', `6:13: environments[0].settle: expected ${settle}, found "5 min"`],
  ['    settle: 25h\n', `6:13: environments[0].settle: expected ${settle}, found "25h"`],
  ['    settle: -1s\n', `6:13: environments[0].settle: expected ${settle}, found "-1s"`],
  ['    path: ../x\n', expectedPath('6:11', 'without ..', '../x')],
  ['    path: /x\n', expectedPath('6:11', 'not beginning with /', '/x')],
  ['    path: -x\n', expectedPath('6:11', 'not beginning with -', '-x')],
  ['    path: ./-x\n', expectedPath('6:11', 'not beginning with -', './-x')],
  ['    namespace: Shop\n', `6:16: environments[0].namespace: expected 1 to 63 ${label}, found "Shop"`],
  ['    namespace: 12\n', `6:16: environments[0].namespace: expected 1 to 63 ${label}, ${inQuotes('12')}`],
  ['    pruneLimit: {percent: 101}\n', limit('6:27', 'percent', 100, 'the number 101')],
  ['    pruneLimit: {percent: 1.5}\n', limit('6:27', 'percent', 100, 'the number 1.5')],
  ['    pruneLimit: {count: -1}\n', limit('6:25', 'count', 1_000_000, 'the number -1')],
  ['    pruneLimit: {count: "5"}\n', limit('6:25', 'count', 1_000_000, '"5"')],
  [
    '    pruneLimit: 5\n',
    '6:17: environments[0].pruneLimit: expected a mapping with the settings count, percent, found the number 5',
  ],
  ['    prune-limit: {}\n', '6:5: environments[0].prune-limit: unknown setting, did you mean pruneLimit?'],
  ['    Gate: all\n', '6:5: environments[0].Gate: unknown setting, did you mean gate?'],
  ['    ref: next\n', '6:5: environments[0].ref: expected each setting once, found it a second time'],
  [
    '  - staging\n',
    '6:5: environments[1]: expected a mapping with the settings name, ref, path, namespace, gate, prune, pruneLimit, settle, onFailure, resync, drift, suspend, found "staging"',
  ],
  [
    '  - {name: other}\n',
    '6:5: environments[1].ref: expected a branch, a tag or a full commit id, found nothing: the setting is required',
  ],
  ['  - {ref: next}\n', `6:5: environments[1].name: expected 1 to 40 ${label}, found nothing: the setting is required`],
  ['  - {name: a-, ref: next}\n', `6:12: environments[1].name: expected 1 to 40 ${label}, found "a-"`],
  ['interval: 5m\n', `6:1: interval: unknown setting, expected one of ${settings}`],
  ['__proto__: {a: 1}\n', `6:1: __proto__: unknown setting, expected one of ${settings}`],
  ['constructor: 1\n', `6:1: constructor: unknown setting, expected one of ${settings}`],
  [
    'sync:\n',
    '6:1: sync: expected a mapping with the settings listen, internal, credentials, webhook, git, commitStatus, found nothing',
  ],
  [
    'sync: {listen: 8080}\n',
    '6:16: sync.listen: expected host:port, such as 0.0.0.0:8080 or "[::]:8080", found the number 8080',
  ],
  ['sync: {webhook: hunter2}\n', `6:17: sync.webhook: expected an absolute path, found ${notShown}`],
  ['sync: {credentials: ghp_hunter2}\n', `6:21: sync.credentials: expected an absolute path, found ${notShown}`],
  [
    'sync: {credentials: ~/git}\n',
    '6:21: sync.credentials: expected an absolute path (~ is not expanded), found "~/git"',
  ],
  ['applier: {token: hunter2}\n', `6:18: applier.token: expected an absolute path, found ${notShown}`],
  ['applier: {token: 12345678}\n', `6:18: applier.token: expected an absolute path, found ${notShown}`],
  ['applier: {kubeconfig: config}\n', `6:23: applier.kubeconfig: expected an absolute path, found ${notShown}`],
  [
    'applier: {concurrency: 0}\n',
    '6:24: applier.concurrency: expected a whole number from 1 to 256, found the number 0',
  ],
  ['volume: data\n', '6:9: volume: expected an absolute path, found "data"'],
  ['volume: /a/../b\n', '6:9: volume: expected an absolute path without .., found "/a/../b"'],
  ['volume: //\n', '6:9: volume: expected an absolute path other than /, found "//"'],
];

function expectedPath(place: string, rule: string, path: string): string {
  const expected = 'a directory inside the repository, such as apps/staging, or . for all of it';
  return `${place}: environments[0].path: expected ${expected}, ${rule}, found "${path}"`;
}

function limit(place: string, name: string, most: number, there: string): string {
  return `${place}: environments[0].pruneLimit.${name}: expected a whole number from 0 to ${most}, found ${there}`;
}

function inQuotes(number: string): string {
  return `found the number ${number}: put it in quotes to make it text`;
}

for (const [rest, problem] of oneProblem) {
  test(`${JSON.stringify(rest.trim())} is refused at its place`, () => {
    assert.deepEqual(problemsOf(withLines(rest)), [problem]);
  });
}

test('a required block that is missing is a problem of the file', () => {
  assert.deepEqual(problemsOf('volume: /data\n'), [
    '1:1: repository: expected a mapping with the settings url, poll, timeout, insecureHttp, limits, verify, found nothing: the setting is required',
    '1:1: environments: expected a list of 1 to 1000 environments, found nothing: the setting is required',
  ]);
});

test('an empty list of environments is refused', () => {
  const expected = '2:15: environments: expected a list of 1 to 1000 environments, found an empty list';
  assert.deepEqual(problemsOf('repository: {url: https://h/r}\nenvironments: []\n'), [expected]);
});

test('poll: 0 is refused, because webhooks get lost', () => {
  const text = withLines('').replace('repo\n', 'repo\n  poll: 0\n');
  assert.deepEqual(problemsOf(text), [`3:9: repository.poll: expected ${duration}, found the number 0`]);
});

test('a ref that YAML reads as a number says so', () => {
  const expected = 'environments[0].ref: expected a branch, a tag or a full commit id';
  assert.deepEqual(problemsOf(withLines('').replace('main', '1.10')), [`5:10: ${expected}, ${inQuotes('1.10')}`]);
});

test('every problem is reported at once, in the order of the file', () => {
  const places = problemsOf(
    withLines('    gate: al\n    gat: all\n    settle: 5\nvolumes: /x\napplier: {listen: x}\n'),
  );
  assert.deepEqual(
    places.map((problem) => problem.split(' ')[1]),
    ['environments[0].gate:', 'environments[0].gat:', 'environments[0].settle:', 'volumes:', 'applier.listen:'],
  );
});

test('of very many problems the first hundred are listed and the others counted', () => {
  const lines = Array.from({ length: 250 }, (_, index) => `other${index}: 1\n`).join('');
  const problems = problemsOf(withLines(lines));
  assert.equal(problems.length, 101);
  assert.equal(problems.at(-1), '106:1: and 150 more problems');
});
