import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanSecret } from './cleanSecret.ts';
import type { SecretKind } from './cleanSecret.ts';

const clean = (text: string | Buffer, kind: SecretKind = 'password') => cleanSecret(Buffer.from(text), '/c/file', kind);

test('one newline at the end is not part of the value', () => assert.equal(clean('secret\n'), 'secret'));
test('one CRLF at the end is not part of the value', () => assert.equal(clean('secret\r\n'), 'secret'));
test('a byte order mark is not part of the value', () => assert.equal(clean('\ufeffsecret'), 'secret'));
test('the spaces of a password are part of it', () => assert.equal(clean(' a b '), ' a b '));
test('letters of any script are part of a password', () => assert.equal(clean('pässwörd €'), 'pässwörd €'));
test('a PEM file keeps its lines', () => assert.equal(clean('a\nb\n', 'pem'), 'a\nb'));

const refused: readonly [string, string | Buffer, SecretKind, RegExp][] = [
  ['an empty file', '', 'password', /must hold a value, found an empty file/],
  ['a lone newline', '\n', 'password', /must hold a value/],
  ['two newlines at the end', 'hunter2\n\n', 'password', /must hold one line, found several/],
  ['a newline in the middle', 'hunter2\nb', 'password', /must hold one line/],
  ['a tab', 'hunter2\t', 'password', /without control characters/],
  ['UTF-16 of a letter', Buffer.from('hunter2', 'utf16le'), 'password', /UTF-8 without control characters/],
  ['bytes that are not UTF-8', Buffer.from([0x68, 0xff]), 'password', /must be text in UTF-8, found other bytes/],
  ['a space behind a token', 'hunter2 ', 'word', /without spaces/],
];
for (const [what, content, kind, sentence] of refused) {
  test(`${what} is refused, naming the file and not the value`, () => {
    assert.throws(
      () => clean(content, kind),
      (error: Error) =>
        error.message.startsWith('Cannot use /c/file: ') &&
        sentence.test(error.message) &&
        !/hunter2/.test(`${error.stack}${String(error.cause)}`),
    );
  });
}
