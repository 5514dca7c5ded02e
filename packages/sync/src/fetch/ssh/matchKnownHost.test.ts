import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { keygen, makeKey } from './fixtures/keygen.ts';
import { knownHostName, matchKnownHost } from './matchKnownHost.ts';

const names = [
  'example.org',
  'git.example.org',
  'a.git.example.org',
  '[example.org]:2222',
  '[git.example.org]:2222',
  '192.0.2.7',
  '2001:db8::1',
  '[2001:db8::1]:2222',
  'xyz',
];

const fields: readonly (readonly [hosts: string, matching: readonly string[]])[] = [
  ['example.org', ['example.org']],
  ['EXAMPLE.org', ['example.org']],
  ['example.org,192.0.2.7', ['example.org', '192.0.2.7']],
  ['[example.org]:2222', ['[example.org]:2222']],
  ['*.example.org', ['git.example.org', 'a.git.example.org']],
  ['*.example.org,!a.*', ['git.example.org']],
  ['!git.example.org,*.example.org', ['a.git.example.org']],
  ['!example.org', []],
  ['[*.example.org]:2222', ['[git.example.org]:2222']],
  ['[*]:*', ['[example.org]:2222', '[git.example.org]:2222', '[2001:db8::1]:2222']],
  ['*', names],
  ['**', names],
  ['???', ['xyz']],
  ['x*z', ['xyz']],
  ['x*y*z*', ['xyz']],
  ['*.*.*.*', ['a.git.example.org', '192.0.2.7']],
  ['2001:db8::1', ['2001:db8::1']],
  ['[2001:db8::1]:2222', ['[2001:db8::1]:2222']],
  ['192.0.2.?', ['192.0.2.7']],
  ['example.or', []],
  ['xample.org', []],
  ['|1|AAAA|AAAA', []],
  ['|1|nonsense', []],
  ['|2|AAAA|AAAA', []],
  [',', []],
];

for (const [hosts, matching] of fields) {
  test(`"${hosts}" means ${matching.length === 0 ? 'no host' : matching.join(' ')}`, () => {
    assert.deepEqual(
      names.filter((name) => matchKnownHost(hosts, name)),
      matching,
    );
  });
}

test('every line means the hosts that ssh-keygen -F finds in it', async () => {
  await using temporary = await temporaryDirectory();
  const { publicKey } = await makeKey(temporary.path, 'ed25519');
  const file = join(temporary.path, 'known_hosts');
  await writeFile(file, fields.map(([hosts]) => `${hosts} ${publicKey}\n`).join(''));
  for (const name of names) {
    const found = [...(await keygen('-F', name, '-f', file)).matchAll(/found: line (\d+)/g)].map(([, line]) =>
      Number(line),
    );
    const ours = fields.flatMap(([hosts], index) => (matchKnownHost(hosts, name) ? [index + 1] : []));
    assert.deepEqual(ours, found, name);
  }
});

test('lines hashed by ssh-keygen -H mean the same hosts as before', async () => {
  await using temporary = await temporaryDirectory();
  const { publicKey } = await makeKey(temporary.path, 'ed25519');
  const file = join(temporary.path, 'known_hosts');
  await writeFile(file, names.map((name) => `${name} ${publicKey}\n`).join(''));
  await keygen('-H', '-f', file);
  for (const [index, name] of names.entries()) {
    const hashed = (await keygen('-F', name, '-f', file)).split('\n')[1]?.split(' ')[0] ?? '';
    assert.match(hashed, /^\|1\|/);
    assert.deepEqual(
      names.map((other) => matchKnownHost(hashed, other)),
      names.map((_, at) => at === index),
      name,
    );
  }
});

test('a pattern of many stars is matched in no time', () => {
  assert.equal(matchKnownHost(`${'*a'.repeat(500)}b`, 'a'.repeat(1000)), false);
});

const targets: readonly (readonly [host: string, port: number, name: string])[] = [
  ['example.org', 22, 'example.org'],
  ['example.org', 2222, '[example.org]:2222'],
  ['2001:db8::1', 22, '2001:db8::1'],
  ['2001:db8::1', 2222, '[2001:db8::1]:2222'],
];
for (const [host, port, name] of targets) {
  test(`known_hosts has ${host} on port ${port} as ${name}`, () => {
    assert.equal(knownHostName({ host, port }), name);
  });
}
