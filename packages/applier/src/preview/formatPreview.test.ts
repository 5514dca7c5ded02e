import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPreview } from './formatPreview.ts';
import type { Preview } from './preview.ts';

const empty: Preview = { environment: 'shop', from: 'commit 1a2b', steps: [], unchanged: 3, errors: [] };

test('a plan without steps says so in two lines', () => {
  const text =
    'Plan for shop from commit 1a2b\n\n0 to create, 0 to configure, 0 to delete, 3 unchanged. Nothing was written.\n';
  assert.equal(formatPreview(empty), text);
});

test('each object has its sign, its reason and its place, and each field its values', () => {
  const text = formatPreview({
    ...empty,
    steps: [
      { id: 'ConfigMap/shop/a', action: 'create', reason: 'new', file: 'a.yaml', line: 1 },
      {
        id: 'ConfigMap/shop/b',
        action: 'configure',
        reason: 'the manifest changed',
        file: 'b.yaml',
        line: 7,
        changes: [
          { path: 'data.x', before: '1', after: '2' },
          { path: 'data.y', after: { z: [1] } },
          { path: 'data.w', before: null },
        ],
      },
      { id: 'ConfigMap/shop/c', action: 'delete', reason: 'not in the repository' },
      { id: 'Namespace/shop', action: 'hold', reason: 'takes more with it' },
    ],
    errors: [{ code: 'invalid', message: 'Cannot check x', file: 'x.yaml', line: 2 }],
  });
  assert.equal(
    text,
    [
      'Plan for shop from commit 1a2b',
      '',
      '+ create ConfigMap/shop/a  (new)  a.yaml:1',
      '~ configure ConfigMap/shop/b  (the manifest changed)  b.yaml:7',
      '    ~ data.x: "1" -> "2"',
      '    + data.y: {"z":[1]}',
      '    - data.w: null',
      '- delete ConfigMap/shop/c  (not in the repository)',
      '! hold Namespace/shop  (takes more with it)',
      'x Cannot check x  x.yaml:2',
      '',
      '1 to create, 1 to configure, 1 to delete, 1 held for a person, 3 unchanged, 1 error. Nothing was written.',
      '',
    ].join('\n'),
  );
});

test('control characters of others do not reach the terminal', () => {
  const text = formatPreview({
    ...empty,
    steps: [{ id: 'ConfigMap/shop/a', action: 'create', reason: 'new', file: 'a\u001b[2J.yaml', line: 1 }],
  });
  assert.equal(text.includes('\u001b'), false);
});

test('a long value is cut, with its length', () => {
  const changes = [{ path: 'data.x', after: 'y'.repeat(5000) }];
  const text = formatPreview({ ...empty, steps: [{ id: 'a', action: 'configure', reason: 'r', changes }] });
  assert.match(text, /\(5002 characters\)/);
  assert.ok(text.length < 500);
});
