import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from './arguments.ts';
import { version } from './version.ts';

const parse = (...argv: string[]): ReturnType<typeof parseArguments> => parseArguments(argv, 'sync', 'usage: sync');

for (const argv of [['--config', 'a.yaml'], ['--config=a.yaml']]) {
  test(`${argv.join(' ')} runs with that file`, () => {
    assert.deepEqual(parse(...argv), { kind: 'run', config: 'a.yaml' });
  });
}

test('--check checks that file', () => {
  assert.deepEqual(parse('--check', '--config', 'a.yaml'), { kind: 'check', config: 'a.yaml' });
});

for (const [option, path] of [
  ['--health', '/healthz'],
  ['--ready', '/readyz'],
] as const) {
  test(`${option} asks ${path} of the program that runs with that file`, () => {
    assert.deepEqual(parse(option, '--config', 'a.yaml'), { kind: 'ask', path, config: 'a.yaml' });
  });
}

test('--help prints the help', () => {
  assert.deepEqual(parse('--help', '--config', 'a.yaml'), { kind: 'print', text: 'usage: sync', code: 0 });
});

test('--version prints program and version', () => {
  assert.deepEqual(parse('--version'), { kind: 'print', text: `sync ${version}`, code: 0 });
});

for (const { argv, says } of [
  { argv: [], says: /--config FILE must be given/ },
  { argv: ['--check'], says: /--config FILE must be given/ },
  { argv: ['--config'], says: /--config/ },
  { argv: ['--config='], says: /--config FILE must be given/ },
  { argv: ['--config', '--check'], says: /--config/ },
  { argv: ['--config', 'a', '--config', 'b'], says: /--config must be given once/ },
  { argv: ['--check=yes', '--config', 'a'], says: /--check/ },
  { argv: ['--health', '--ready', '--config', 'a'], says: /one of --check, --health, --ready/ },
  { argv: ['--prune', '--config', 'a'], says: /--prune/ },
  { argv: ['-v'], says: /-v/ },
  { argv: ['a.yaml'], says: /a\.yaml/ },
]) {
  test(`a command line of [${argv.join(' ')}] is refused with code 2, the reason and the usage`, () => {
    const parsed = parse(...argv);
    assert.ok(parsed.kind === 'print');
    assert.equal(parsed.code, 2);
    assert.match(parsed.text, /^Cannot start sync: /);
    assert.match(parsed.text, says);
    assert.match(parsed.text, /usage: sync$/);
  });
}
