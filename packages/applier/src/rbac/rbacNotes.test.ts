import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rbacNotes } from './rbacNotes.ts';

type Notes = Parameters<typeof rbacNotes>[0];

const nothing: Notes = { creates: [], grants: [], missing: [], kinds: new Set<string>() };

/** The notes beside the two that are always there. */
function notes(more: Partial<Notes>, broken: string[] = []): string[] {
  return rbacNotes({ ...nothing, ...more }, broken).slice(0, -2);
}

test('what later commits bring is always said', () => {
  assert.match(rbacNotes(nothing, []).at(-1) ?? '', /^What cannot be known from here: .*missing-access/);
});

test('the rule for Events beside the objects is named as one that may be added', () => {
  const rule = '{apiGroups: [events.k8s.io], resources: [events], verbs: [create]}';
  const [said = ''] = rbacNotes(nothing, []);
  assert.ok(said.startsWith('Optional, ') && said.includes(rule), said);
});

test('ConfigMaps alone need no warning', () => {
  assert.deepEqual(notes({ kinds: new Set(['ConfigMap']) }), []);
});

for (const [kind, expected] of [
  ['Secret', /may read all of them/],
  ['Deployment.apps', /any ServiceAccount of its namespace/],
  ['CronJob.batch', /any ServiceAccount of its namespace/],
  ['Namespace', /holds for all namespaces/],
] satisfies [string, RegExp][]) {
  test(`what rights on ${kind} amount to is said once`, () => {
    const said = notes({ kinds: new Set([kind]) });
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', expected);
  });
}

test('a manifest that grants rights is named with what the applier would have to hold', () => {
  const [said = ''] = notes({ grants: ['Role.rbac.authorization.k8s.io/shop/reader (a.yaml:1) grants get pods'] });
  assert.match(said, /^Role\S+ \(a\.yaml:1\) grants get pods\. The API server lets .* holds all of that itself/);
});

test('what is not covered is named: unknown kinds, and groups that do not answer', () => {
  assert.deepEqual(
    notes({ missing: ['Cannot apply Widget/shop/a'] }, ['metrics.k8s.io/v1']).map((note) =>
      note.split(' ', 4).join(' '),
    ),
    ['Not covered: Cannot apply', 'Not covered: kinds of'],
  );
});

test('a namespace that the repository makes has to be there before its Role', () => {
  assert.match(
    notes({ creates: ['shop'] })[0] ?? '',
    /^Namespace shop is made by the repository itself\. Create it first/,
  );
});
