import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifests } from '../packages/applier/src/load/parseManifests.ts';
import { changedSettings, shopFiles, shopObjects } from './shopFiles.ts';

function objects(files: Record<string, string>): string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const { manifests, faults } = parseManifests(Buffer.from(text), file);
    assert.deepEqual(faults, []);
    return manifests.map(({ kind, name }) => `${kind}/${name}`);
  });
}

test('the shop holds the objects that it says, of every kind that a small application has', () => {
  const found = objects(shopFiles(0));
  assert.equal(found.length, shopObjects);
  for (const kind of [
    'Namespace',
    'ConfigMap',
    'Deployment',
    'Service',
    'Ingress',
    'ServiceAccount',
    'Role',
    'RoleBinding',
  ]) {
    assert.ok(
      found.some((object) => object.startsWith(`${kind}/`)),
      kind,
    );
  }
});

test('products fill the repository up to the number that was asked for', () => {
  assert.equal(new Set(objects(shopFiles(1000))).size, 1000);
});

test('each push changes the settings', () => {
  assert.notDeepEqual(changedSettings(1), changedSettings(2));
  assert.deepEqual(objects(changedSettings(1)), ['ConfigMap/settings']);
});
