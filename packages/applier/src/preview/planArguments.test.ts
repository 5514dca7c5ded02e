import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planArguments } from './planArguments.ts';

const base = ['--config', 'c.yaml', '--environment', 'staging'];

test('a configuration and an environment are a plan as text', () => {
  assert.deepEqual(planArguments(base), {
    kind: 'plan',
    config: 'c.yaml',
    environment: 'staging',
    output: 'text',
  });
});

test('a directory and JSON can be asked for', () => {
  assert.deepEqual(planArguments([...base, '--from', '.', '-o', 'json']), {
    kind: 'plan',
    config: 'c.yaml',
    environment: 'staging',
    output: 'json',
    from: '.',
  });
});

const wrong: [string, string[], RegExp][] = [
  ['no configuration', ['--environment', 'a'], /--config FILE must be given/],
  ['no environment', ['--config', 'a'], /--environment NAME must be given/],
  ['another output', [...base, '--output', 'yaml'], /--output must be text or json, found "yaml"/],
  ['an unknown option', [...base, '--write'], /--write/],
  ['a word too many', [...base, 'now'], /now/],
];
for (const [name, argv, problem] of wrong) {
  test(`${name} is a wrong use`, () => {
    const read = planArguments(argv);
    assert.match(read.kind === 'usage' ? read.problem : '', problem);
  });
}
