import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rbacArguments } from './rbacArguments.ts';

test('a configuration is enough: every environment, as the account of the manifests', () => {
  assert.deepEqual(rbacArguments(['--config', 'c.yaml']), {
    kind: 'rbac',
    config: 'c.yaml',
    account: 'couplet-applier',
  });
});

test('one environment, a checkout, a namespace and an account can be asked for', () => {
  const words = '--config c.yaml --environment shop --from . --namespace gitops --service-account writer'.split(' ');
  assert.deepEqual(rbacArguments(words), {
    kind: 'rbac',
    config: 'c.yaml',
    environment: 'shop',
    from: '.',
    namespace: 'gitops',
    account: 'writer',
  });
});

const wrong: [string, string[], RegExp][] = [
  ['no configuration', [], /--config FILE must be given, found no file/],
  [
    'a namespace that is none',
    ['--config', 'c', '--namespace', '*'],
    /--namespace must be a name of Kubernetes, found "\*"/,
  ],
  ['an account with a line break', ['--config', 'c', '--service-account', 'a\nb'], /--service-account must be a name/],
  ['an unknown option', ['--config', 'c', '--write'], /--write/],
];
for (const [name, argv, problem] of wrong) {
  test(`${name} is a wrong use`, () => {
    const read = rbacArguments(argv);
    assert.match(read.kind === 'usage' ? read.problem : '', problem);
  });
}
