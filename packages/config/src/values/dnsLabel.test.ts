import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsLabel } from './dnsLabel.ts';

const { fault } = dnsLabel(40);

for (const name of ['a', '0', 'a-b', 'a--b', 'a'.repeat(40)]) {
  test(`${name} is a name`, () => assert.equal(fault(name), undefined));
}

for (const name of ['', '-', '-a', 'a-', 'A', 'a.b', 'a_b', 'a/b', '..', 'ä', 'a\n', 'a'.repeat(41)]) {
  test(`${JSON.stringify(name)} is no name`, () => assert.equal(typeof fault(name), 'string'));
}
