import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from './nearestName.ts';

const known = ['name', 'ref', 'path', 'namespace', 'gate', 'prune', 'pruneLimit', 'settle', 'resync', 'suspend'];

const near: [written: string, meant: string][] = [
  ['gat', 'gate'],
  ['gtae', 'gate'],
  ['Gate', 'gate'],
  ['reff', 'ref'],
  ['prune_limit', 'pruneLimit'],
  ['prune-limits', 'pruneLimit'],
  ['namespaces', 'namespace'],
  ['suspended', 'suspend'],
  ['setle', 'settle'],
];

for (const [written, meant] of near) {
  test(`${written} is near ${meant}`, () => assert.equal(nearestName(written, known), meant));
}

for (const written of ['interval', 'url', 'x', '', 'targetRevision', 'a'.repeat(100_000)]) {
  test(`${written.slice(0, 20)} is near nothing`, () => assert.equal(nearestName(written, known), undefined));
}
