import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseKnownHosts } from './parseKnownHosts.ts';

const base64 = 'AAAAC3NzaC1lZDI1NTE5AAAAIN0l5SCYN5u63zVvHRzSNKKpRoDs7jzU3wHBvOlFpVyJ';
const key = { type: 'ssh-ed25519', base64 };

const readable: Record<string, { line: string; marker: string; hosts: string }> = {
  'a plain line': { line: `example.org ssh-ed25519 ${base64}`, marker: 'none', hosts: 'example.org' },
  'a comment behind the key': { line: `a,b ssh-ed25519 ${base64} ada@example`, marker: 'none', hosts: 'a,b' },
  'tabs and spaces around': { line: ` \ta\t ssh-ed25519\t${base64} \r`, marker: 'none', hosts: 'a' },
  '@revoked': { line: `@revoked * ssh-ed25519 ${base64}`, marker: 'revoked', hosts: '*' },
  '@cert-authority': { line: `@cert-authority *.a ssh-ed25519 ${base64}`, marker: 'cert-authority', hosts: '*.a' },
};
for (const [name, { line, marker, hosts }] of Object.entries(readable)) {
  test(`${name} is read`, () => {
    assert.deepEqual(parseKnownHosts(line), { entries: [{ line: 1, marker, hosts, key }], unreadable: [] });
  });
}

test('lines are counted with comments and empty ones', () => {
  const { entries } = parseKnownHosts(`# a comment\n\n  # another\na ssh-ed25519 ${base64}\nb ssh-ed25519 ${base64}\n`);
  assert.deepEqual(
    entries.map(({ line, hosts }) => [line, hosts]),
    [
      [4, 'a'],
      [5, 'b'],
    ],
  );
});

const unreadable: Record<string, string> = {
  'a host alone': 'example.org',
  'a key without a host': `ssh-ed25519 ${base64}`,
  'an unknown marker': `@trusted a ssh-ed25519 ${base64}`,
  'a marker alone': '@revoked',
  'a key that is not base64': 'a ssh-ed25519 ????',
  'a key of another type than it says': `a ssh-rsa ${base64}`,
  'a key too short to have a type': 'a ssh-ed25519 AAAA',
  'an SSH-1 key': 'a 1024 35 1234567890',
};
for (const [name, line] of Object.entries(unreadable)) {
  test(`${name} is left out, and its line named`, () => {
    assert.deepEqual(parseKnownHosts(`\n${line}\n`), { entries: [], unreadable: [2] });
  });
}
