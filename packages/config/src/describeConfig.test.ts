import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeConfig } from './describeConfig.ts';
import { withLines } from './fixtures/problemsOf.ts';
import { parseConfig } from './parseConfig.ts';

function describe(text: string): string {
  const read = parseConfig(text, 'couplet.yaml');
  if (read.kind === 'invalid') assert.fail(JSON.stringify(read.problems));
  return describeConfig(read.config);
}

test('a file with every setting is described', () => {
  const text = readFileSync(new URL('fixtures/every-setting.yaml', import.meta.url), 'utf8');
  const expected = readFileSync(new URL('fixtures/every-setting.txt', import.meta.url), 'utf8');
  assert.equal(`${describe(text)}\n`, expected);
});

const sentences: [rest: string, sentence: string][] = [
  ['', 'Follows main in the whole repository of https://host/repo.'],
  ['', 'Objects that name no namespace go into the namespace staging.'],
  ['', 'Actions (run, suspend, resume, approve) are off: no token is set.'],
  ['', "Keeps set parents and run records in the pod's own namespace."],
  ['', 'Reaches the cluster as the pod it runs in, or else through KUBECONFIG.'],
  ['applier: {kubeconfig: /k}\n', 'Reaches the cluster through /k.'],
  ['', 'Tells nobody when an environment fails (applier.notify).'],
  [
    'applier: {notify: [{name: a, url: "https://h/x"}]}\n',
    'Tells a (https://h/x, as JSON, not signed) when an environ',
  ],
  ['applier: {notify: [{name: a, url: "https://h/x"}]}\n', 'Notifications have no link: applier.url is not set.'],
  [
    'sync: {commitStatus: {page: "https://p"}}\napplier: {notify: [{name: a, url: "https://h/x"}]}\n',
    'Notifications link to https://p.',
  ],
  [
    'applier: {notify: [{name: a, url: "http://h/x", insecureHttp: true}]}\n',
    'WARNING: http:// is not protected; whoever is on the way can read what a is told.',
  ],
  ['    gate: each\n', 'Each object that passes the check is written, whatever the others do (gate: each).'],
  ['    prune: false\n', 'Objects that are no longer in the repository stay in the cluster (prune: false).'],
  ['    settle: 0\n', 'Does not wait for what was applied to become healthy.'],
  ['    onFailure: rollback\n', 'otherwise the last healthy commit is applied again (onFailure: rollback).'],
  ['    drift: detect\n', 'what someone else changed is only reported (drift: detect).'],
  ['    suspend: true\n', 'SUSPENDED: nothing is applied and nothing is deleted until suspend is false.'],
  [`  - {name: b, ref: ${'a'.repeat(40)}, path: x}\n`, `Follows the commit ${'a'.repeat(40)} in the directory x of`],
];

for (const [rest, sentence] of sentences) {
  test(`${JSON.stringify(rest.trim())} means: ${sentence}`, () =>
    assert.ok(describe(withLines(rest)).includes(sentence)));
}

test('unprotected http is warned of', () => {
  const text = withLines('').replace('https://host/repo', 'http://host/repo\n  insecureHttp: true');
  assert.match(describe(text), /WARNING: http:\/\/ is not protected/);
});

test('http to this machine is not warned of', () => {
  assert.doesNotMatch(describe(withLines('').replace('https://host', 'http://127.0.0.1')), /WARNING/);
});
