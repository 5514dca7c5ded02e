import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostKey } from './hostKey.ts';
import type { HostKey } from './hostKey.ts';
import { allHostKeyAlgorithms, hostKeyAlgorithms } from './hostKeyAlgorithms.ts';
import { judgeHostKey, linesFor } from './judgeHostKey.ts';
import type { KnownHost } from './parseKnownHosts.ts';
import { parseKnownHosts } from './parseKnownHosts.ts';

function key(type: string, content: string): HostKey {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return hostKey(Buffer.concat([length, Buffer.from(type + content)]));
}

const right = key('ssh-ed25519', 'right');
const wrong = key('ssh-ed25519', 'wrong');
const rsa = key('ssh-rsa', 'another');

function lines(...rows: (readonly [prefix: string, key: HostKey])[]): readonly KnownHost[] {
  const text = rows.map(([prefix, { type, base64 }]) => `${prefix} ${type} ${base64}`).join('\n');
  const { entries, unreadable } = parseKnownHosts(text);
  assert.deepEqual(unreadable, []);
  return linesFor(entries, { host: 'example.org', port: 22 });
}

const verdicts: Record<string, { known: readonly KnownHost[]; kind: string }> = {
  'no line': { known: [], kind: 'unknown' },
  'a line for another host': { known: lines(['example.com', right]), kind: 'unknown' },
  'a line for another port of the host': { known: lines(['[example.org]:2222', right]), kind: 'unknown' },
  'a line with the key': { known: lines(['example.org', right]), kind: 'trusted' },
  'one of several lines with the key': {
    known: lines(['example.org', wrong], ['*', rsa], ['*.org', right]),
    kind: 'trusted',
  },
  'a line with another key': { known: lines(['example.org', wrong]), kind: 'changed' },
  'a line with a key of another type': { known: lines(['example.org', rsa]), kind: 'changed' },
  'a line that revokes the key': { known: lines(['@revoked *', right]), kind: 'revoked' },
  'a line with the key and one that revokes it': {
    known: lines(['example.org', right], ['@revoked example.org', right]),
    kind: 'revoked',
  },
  'a line that revokes another key': { known: lines(['@revoked *', wrong]), kind: 'unknown' },
  'a line that revokes it for another host': {
    known: lines(['example.org', right], ['@revoked example.com', right]),
    kind: 'trusted',
  },
  'an authority': { known: lines(['@cert-authority *', wrong]), kind: 'authority' },
  'an authority whose own key is offered': { known: lines(['@cert-authority *', right]), kind: 'authority' },
  'an authority beside a line with the key': {
    known: lines(['@cert-authority *', wrong], ['example.org', right]),
    kind: 'trusted',
  },
};
for (const [name, { known, kind }] of Object.entries(verdicts)) {
  test(`${name}: ${kind}`, () => {
    assert.equal(judgeHostKey(known, right).kind, kind);
  });
}

test('only the known types are asked for, RSA by SHA-2', () => {
  assert.deepEqual(hostKeyAlgorithms(lines(['*', rsa])), ['rsa-sha2-512', 'rsa-sha2-256']);
  assert.deepEqual(hostKeyAlgorithms(lines(['*', rsa], ['*', right])), ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']);
});

test('a host without a line is asked for any type, to name its key', () => {
  assert.deepEqual(hostKeyAlgorithms(lines(['@revoked *', rsa])), allHostKeyAlgorithms);
});

test('a host of which only types are known that cannot be checked is asked for nothing', () => {
  assert.deepEqual(hostKeyAlgorithms(lines(['*', key('ssh-dss', 'x')])), []);
});

test('no list of types has SHA-1 or DSA', () => {
  assert.equal(
    allHostKeyAlgorithms.some((name) => name === 'ssh-rsa' || name === 'ssh-dss'),
    false,
  );
});
