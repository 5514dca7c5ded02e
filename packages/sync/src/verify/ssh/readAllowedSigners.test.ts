import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAllowedSigners } from './readAllowedSigners.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN19seaiQMNxEyhBSITxHUmMTk2elb7BtHWoDE1lXlta';

function read(line: string): object {
  const { signers, leftOut } = readAllowedSigners('f', line);
  return leftOut[0] === undefined ? { ...signers[0], key: signers[0]?.key.type } : { leftOut: leftOut[0] };
}

const type = 'ssh-ed25519';
const lines: Readonly<Record<string, object>> = {
  [`a@b,*@c ${key} a comment`]: { principals: 'a@b,*@c', key: type, place: 'f:1' },
  [`\t"a b@c"  ${key}\r`]: { principals: 'a b@c', key: type, place: 'f:1' },
  [`a NAMESPACES="git,x y",Valid-After="20260101Z" ${key}`]: {
    principals: 'a',
    key: type,
    place: 'f:1',
    namespaces: 'git,x y',
    validAfter: 1767225600,
  },
  [`a valid-before="20260101"\t${key}`]: { principals: 'a', key: type, place: 'f:1', validBefore: 1767225600 },
};

for (const [line, expected] of Object.entries(lines)) {
  test(`${JSON.stringify(line)} is read`, () => assert.deepEqual(read(line), expected));
}

const unusable: Readonly<Record<string, RegExp>> = {
  [key]: /no principals before the key/,
  'a@b': /no principals before the key/,
  [`a cert-authority,namespaces="git" ${key}`]: /cert-authority; certificates are not supported/,
  [`a verify-required ${key}`]: /the option "verify-required"/,
  [`a namespaces=git ${key}`]: /the option "namespaces=git"/,
  [`a namespaces="git",namespaces="x" ${key}`]: /the option namespaces twice/,
  [`a valid-after="tomorrow" ${key}`]: /valid-after with "tomorrow", which is no time/,
  [`a valid-after="20260102",valid-before="20260102" ${key}`]: /valid-before, which is not after valid-after/,
  'a ssh-ed25519 !!!': /no key in base64/,
  'a ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIN19seaiQMNxEyhBSITxHUmMTk2elb7BtHWoDE1lXlta': /ssh-rsa before a key of type/,
  'a namespaces="git"': /no key behind the principals/,
};

for (const [line, found] of Object.entries(unusable)) {
  test(`${JSON.stringify(line)} trusts nobody`, () => {
    assert.match(JSON.stringify(read(line)).replaceAll('\\"', '"'), found);
  });
}

test('comments, empty lines and the lines around a bad one do no harm', () => {
  const { signers, leftOut } = readAllowedSigners('f', `# c\n\nbad\na ${key}\nb ${key}`);
  assert.deepEqual([signers.map(({ place }) => place), leftOut.length], [['f:4', 'f:5'], 1]);
});
