import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { temporaryDirectory } from '../../../../../test/support/temporaryDirectory.ts';
import { authority } from '../../fixtures/certificate.ts';
import { checkAuthorities } from './checkAuthorities.ts';

let pem = '';
before(async () => {
  await using temporary = await temporaryDirectory();
  ({ pem } = await authority(temporary.path));
});

test('certificates with words between them are taken as they are', () => {
  const text = `# the first\n${pem}# the second\n${pem}`;
  assert.equal(checkAuthorities(text, '/c/ca.crt'), text);
});

const damages: readonly [string, (good: string) => string, RegExp][] = [
  ['text', () => 'no PEM', /must hold certificates in PEM, .* found none/],
  ['the base64 of a certificate in PEM', (good) => Buffer.from(good).toString('base64'), /found none/],
  ['a certificate without its end', (good) => good.slice(0, 300), /found none/],
  ['a second certificate without its end', (good) => good + good.slice(0, 300), /found a block that is cut off/],
  ['a certificate with a hole', (good) => good.replace(/\n.{64}\n/, '\n'), /found the damaged certificate number 1/],
  ['a key beside it', (good) => `${good}-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----`, /or another/],
];
for (const [what, damage, sentence] of damages) {
  test(`${what} is refused, naming the file`, () => {
    assert.throws(
      () => checkAuthorities(damage(pem), '/c/ca.crt'),
      (error: Error) => error.message.startsWith('Cannot use /c/ca.crt: ') && sentence.test(error.message),
    );
  });
}
