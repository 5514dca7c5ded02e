import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BlobId } from '@couplet/volume';
import { seededRandom } from '../../../../test/support/seededRandom.ts';
import { LoadedFiles } from './loadedFiles.ts';
import type { LoadedFile, ManifestEntry } from './manifest.ts';

function loaded(file: string, { manifests = 0, faults = 0, notes = 0 }): LoadedFile {
  const message = { message: 'told', file };
  return {
    file,
    blob: 'blob' as BlobId,
    manifests: Array.from({ length: manifests }, () => ({}) as ManifestEntry),
    faults: Array.from({ length: faults }, () => ({ code: 'code', ...message })),
    notes: Array.from({ length: notes }, () => message),
  };
}

test('after any edits it counts and tells what a look at each file finds', () => {
  const next = seededRandom(20261122);
  const pick = (most: number): number => Math.floor(next() * most);
  const files = new LoadedFiles();
  for (let step = 0; step < 2000; step += 1) {
    const path = `${pick(9)}.yaml`;
    const what = next();
    if (what < 0.01) files.clear();
    else if (what < 0.3) files.delete(path);
    else files.set(path, loaded(path, { manifests: pick(4), faults: pick(2), notes: pick(2) }));
    const all = [...files.values()];
    const telling = all.filter(({ faults, notes }) => faults.length > 0 || notes.length > 0);
    const seen = { count: files.manifests, telling: files.telling() };
    const count = all.reduce((sum, { manifests }) => sum + manifests.length, 0);
    assert.deepEqual(seen, { count, telling: telling.toSorted((a, b) => (a.file < b.file ? -1 : 1)) }, `step ${step}`);
  }
});
