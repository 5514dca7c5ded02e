import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, withLines } from '../fixtures/problemsOf.ts';

test('the same name twice is refused, with both places', () => {
  assert.deepEqual(problemsOf(withLines('  - {name: staging, ref: next}\n')), [
    '6:12: environments[1].name: expected a name of its own, found "staging", which environments[0] has already (line 4, column 11)',
  ]);
});

test('the same name twice is reported together with an unrelated problem', () => {
  assert.equal(problemsOf(withLines('    gate: al\n  - {name: staging, ref: next}\n')).length, 2);
});

test('the same ref, path and namespace twice is refused, with both places', () => {
  assert.deepEqual(
    problemsOf(withLines('    path: apps\n  - {name: b, ref: main, path: ./apps/, namespace: staging}\n')),
    [
      '7:5: environments[1]: expected another ref, path or namespace, found the objects of environments[0] (line 4, column 5) a second time',
    ],
  );
});

test('a directory inside the directory of another environment of the same namespace is refused', () => {
  assert.equal(problemsOf(withLines('  - {name: b, ref: main, path: apps, namespace: staging}\n')).length, 1);
});

test('a namespace that is refused is not taken for the default', () => {
  const rest = '    namespace: X\n  - {name: b, ref: main, namespace: staging}\n';
  assert.deepEqual(
    problemsOf(withLines(rest)).map((problem) => problem.slice(0, 4)),
    ['6:16'],
  );
});

test('a thousand equal environments give one problem each', () => {
  const more = Array.from({ length: 999 }, (_, index) => `  - {name: e${index}, ref: main, namespace: staging}\n`).join(
    '',
  );
  assert.equal(problemsOf(withLines(more)).at(-1), '106:5: and 899 more problems');
});

const http = (url: string, more = ''): string => withLines('').replace('https://host/repo', url + more);

test('http to another machine is refused', () => {
  assert.deepEqual(problemsOf(http('http://host/repo')), [
    '2:8: repository.url: expected https:// (or insecureHttp: true) for a host that is not this machine, found "http://host/repo"',
  ]);
});

for (const host of ['localhost', '127.0.0.1:8000', '127.9.9.9', '"http://[::1]:80/repo"']) {
  test(`http to ${host} is accepted`, () => {
    assert.deepEqual(problemsOf(http(host.startsWith('"') ? host : `http://${host}/repo`)), []);
  });
}

for (const host of ['127.0.0.1.example.com', 'localhost.example.com', '0.0.0.0', '10.0.0.1']) {
  test(`http to ${host} is refused`, () => {
    assert.equal(problemsOf(http(`http://${host}/repo`)).length, 1);
  });
}

test('http to another machine is accepted with insecureHttp: true', () => {
  assert.deepEqual(problemsOf(http('http://host/repo', '\n  insecureHttp: true')), []);
});

test('what belongs to one program may not lie on the volume', () => {
  const rest =
    'sync: {git: /volume, credentials: /volume/a, webhook: /volume/b/c}\napplier: {token: /volume/t, kubeconfig: /volume/k}\n';
  assert.deepEqual(problemsOf(withLines(rest)), [
    '6:13: sync.git: expected a path outside the volume "/volume", found "/volume"',
    '6:35: sync.credentials: expected a path outside the volume "/volume", found "/volume/a"',
    '6:55: sync.webhook: expected a path outside the volume "/volume", found "/volume/b/c"',
    '7:18: applier.token: expected a path outside the volume "/volume", found "/volume/t"',
    '7:41: applier.kubeconfig: expected a path outside the volume "/volume", found "/volume/k"',
  ]);
});

test('the keys that commits are verified with may not lie on the volume', () => {
  const rest = 'sync: {git: /git}\n';
  const text = withLines(rest).replace('environments:', '  verify: {keys: /volume/keys}\nenvironments:');
  assert.deepEqual(problemsOf(text), [
    '3:18: repository.verify.keys: expected a path outside the volume "/volume", found "/volume/keys"',
  ]);
});

test('a roll back without a wait for health is refused', () => {
  assert.deepEqual(problemsOf(withLines('    settle: 0\n    onFailure: rollback\n')), [
    '6:13: environments[0].settle: expected a wait for onFailure: rollback (line 7, column 16), found 0',
  ]);
});

test('a volume over a default path is refused at the volume', () => {
  assert.deepEqual(problemsOf(withLines('volume: /git\n')), [
    '6:9: volume: expected a path that does not hold sync.git, found "/git"',
  ]);
});

test('the volume may not lie in the git directory', () => {
  assert.deepEqual(problemsOf(withLines('volume: /git/volume\n')), [
    '6:9: volume: expected the volume outside sync.git, found "/git/volume" in "/git"',
  ]);
});

test('a path that only begins like the volume is outside it', () => {
  assert.deepEqual(problemsOf(withLines('sync: {git: /volume-git}\n')), []);
});

test('two listeners on one port are refused, whatever the host', () => {
  assert.deepEqual(problemsOf(withLines('sync: {listen: "127.0.0.1:8000"}\napplier: {listen: "[::1]:8000"}\n')), [
    '7:19: applier.listen: expected a port of its own, found 8000, which sync.listen has already',
  ]);
});

test('a listener on the port of a default is refused where it is written', () => {
  assert.deepEqual(problemsOf(withLines('sync: {listen: "0.0.0.0:8081"}\n')), [
    '6:16: sync.listen: expected a port of its own, found 8081, which applier.listen has already',
  ]);
});
