import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, withLines } from '../fixtures/problemsOf.ts';

/** Problems of receivers, each as it stands in a YAML flow mapping, without their places. */
function refused(...receivers: string[]): string[] {
  const list = receivers.map((receiver) => `    - {${receiver}}\n`).join('');
  return problemsOf(withLines(`applier:\n  notify:\n${list}`)).map((problem) => problem.replace(/^\d+:\d+: /, ''));
}

test('a receiver with a URL, and one with a file that holds it, are accepted', () => {
  assert.deepEqual(refused('name: a, url: "https://h/x"', 'name: b, urlFile: /etc/b, format: slack'), []);
});

test('two receivers of one name are refused, with both places', () => {
  assert.deepEqual(refused('name: a, url: "https://h/x"', 'name: a, url: "https://h/y"'), [
    'applier.notify[1].name: expected a name of its own, found "a", which applier.notify[0] has already (line 8, column 14)',
  ]);
});

test('url and urlFile together are refused', () => {
  assert.deepEqual(refused('name: a, url: "https://h/x", urlFile: /etc/a'), [
    'applier.notify[0].urlFile: expected url or urlFile, found both',
  ]);
});

test('a receiver without an address is refused', () => {
  assert.deepEqual(refused('name: a'), ['applier.notify[0]: expected url or urlFile, found neither']);
});

test('an address that is refused is not called missing too', () => {
  assert.equal(refused('name: a, url: nowhere').length, 1);
});

test('the URL of a chat is refused in the file that everybody may read', () => {
  assert.deepEqual(refused('name: a, format: slack, url: "https://hooks.example.com/services/T0/B0/hunter2"'), [
    'applier.notify[0].url: expected urlFile with format slack, because the URL of a chat is a secret, found url',
  ]);
});

test('a key for a chat is refused, because nobody would check the signature', () => {
  assert.deepEqual(refused('name: a, format: slack, urlFile: /etc/a, secret: /etc/k'), [
    'applier.notify[0].secret: expected format generic, because a chat checks no signature, found slack',
  ]);
});

test('http to another machine is refused', () => {
  assert.deepEqual(refused('name: a, url: "http://h/x"'), [
    'applier.notify[0].url: expected https:// (or insecureHttp: true) for a host that is not this machine, found "http://h/x"',
  ]);
});

test('http to another machine is accepted with insecureHttp, and to this machine without', () => {
  assert.deepEqual(
    refused('name: a, url: "http://h/x", insecureHttp: true', 'name: b, url: "http://127.0.0.1:9/"'),
    [],
  );
});

test('an environment that is not configured is refused, with the one that was meant', () => {
  assert.deepEqual(refused('name: a, url: "https://h/x", environments: [staging, stagin]'), [
    'applier.notify[0].environments[1]: expected the name of an environment, found "stagin": did you mean staging?',
  ]);
});

test('an event that does not exist is refused', () => {
  assert.deepEqual(refused('name: a, url: "https://h/x", on: [failure]'), [
    'applier.notify[0].on[0]: expected failed or degraded or held or stalled or rolled-back or recovered, found "failure"',
  ]);
});

test('nothing to be told of is refused', () => {
  assert.match(
    refused('name: a, url: "https://h/x", on: []')[0] ?? '',
    /^applier\.notify\[0\]\.on: expected a list of /,
  );
});

test('a secret in the place of a file is not shown', () => {
  const problems = refused(
    'name: a, urlFile: "https://hooks.example.com/T0/hunter2"',
    'name: b, url: "https://h/x", secret: hunter2',
  );
  assert.deepEqual(
    problems.map((problem) => [problem.includes('hunter2'), problem.includes('an absolute path')]),
    [
      [false, true],
      [false, true],
    ],
  );
});

test('files of receivers may not lie on the volume', () => {
  assert.deepEqual(refused('name: a, url: "https://h/x", secret: /volume/k', 'name: b, urlFile: /volume/u'), [
    'applier.notify[0].secret: expected a path outside the volume "/volume", found "/volume/k"',
    'applier.notify[1].urlFile: expected a path outside the volume "/volume", found "/volume/u"',
  ]);
});
