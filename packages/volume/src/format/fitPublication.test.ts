import assert from 'node:assert/strict';
import { test } from 'node:test';
import { treeId } from './ids.ts';
import { publicationOf } from '../support/publicationOf.ts';
import { fitPublication } from './fitPublication.ts';
import { publicationBytes } from './layout.ts';

const tree = treeId('a'.repeat(40));

test('an ordinary publication stays as it is', () => {
  const publication = publicationOf(tree, { skipped: [{ path: 'a', reason: 'symlink' }], deliveries: ['one'] });
  assert.deepEqual(fitPublication(publication), publication);
});

test('whatever a commit holds, the publication stays small enough to be read', () => {
  const long = '\u0001'.repeat(2_000_000);
  const skipped = Array.from({ length: 20_000 }, (_, i) => ({
    path: `${'\u0001'.repeat(4000)}${i}`,
    reason: 'symlink' as const,
  }));
  const fitted = fitPublication(
    publicationOf(tree, { subject: long, author: long, deliveries: Array(10_000).fill(long), skipped }),
  );
  assert.ok(Buffer.byteLength(JSON.stringify(fitted, undefined, 2)) < publicationBytes);
  assert.equal(fitted.skipped.length + (fitted.skippedMore ?? 0), skipped.length);
});

test('keeps the newest deliveries', () => {
  const deliveries = Array.from({ length: 101 }, (_, i) => `delivery-${i}`);
  assert.deepEqual(fitPublication(publicationOf(tree, { deliveries })).deliveries, deliveries.slice(1));
});

test('does not cut a character in two', () => {
  const { subject } = fitPublication(publicationOf(tree, { subject: '\u{1f600}'.repeat(1000) }));
  assert.equal(subject.isWellFormed(), true);
});

test('cuts the name of what brought it, and keeps its kind', () => {
  const cause = { kind: 'webhook' as const, from: 'x'.repeat(5000) };
  const fitted = fitPublication(publicationOf(tree, { cause })).cause;
  assert.deepEqual([fitted?.kind, fitted?.from?.length], ['webhook', 1000]);
});
