import assert from 'node:assert/strict';
import test from 'node:test';
import { faultCodes } from './faultCodes.ts';
import { faultExamples } from './fixtures/faultExamples.ts';
import { parseManifests } from './parseManifests.ts';

const sentence = /^Cannot (read|apply) [^\n]+: [^\n]+, found [^\n]+$/;

for (const [code, { text, line }] of Object.entries(faultExamples)) {
  test(`${code}: one fault with its line, and no manifest`, () => {
    const { manifests, faults } = parseManifests(Buffer.from(text), 'staging/web.yaml');
    assert.deepEqual(
      faults.map((fault) => [fault.code, fault.file, fault.line]),
      [[code, 'staging/web.yaml', line]],
    );
    assert.equal(manifests.length, 0);
  });

  test(`${code}: its message is a sentence of one line`, () => {
    const { faults } = parseManifests(Buffer.from(text), 'staging/web.yaml');
    assert.match(faults[0]?.message ?? '', sentence);
  });
}

test('every code has an example', () => {
  assert.deepEqual(Object.keys(faultExamples).toSorted(), Object.keys(faultCodes).toSorted());
});
