import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseForm } from './chooseForm.ts';

const choose = (...files: string[]) => chooseForm(new Set(files), '/c');
const app = ['github-app-id', 'github-app-private-key'];

const good: readonly [string[], string][] = [
  [[], 'none'],
  [['ca.crt', 'known_hosts', 'ssh-privatekey', 'status-token', '..data'], 'none'],
  [['token'], 'token'],
  [['token', 'username'], 'token'],
  [['username', 'password'], 'password'],
  [app, 'app'],
  [[...app, 'github-app-installation-id'], 'app'],
  [['askpass'], 'askpass'],
  [['askpass', 'username'], 'askpass'],
];
for (const [files, form] of good) {
  test(`${files.join(', ') || 'no file'} is the form ${form}`, () => assert.equal(choose(...files), form));
}

const refused: readonly [string[], RegExp][] = [
  [['token', 'username', 'password'], /must have one form, found token beside password; remove all but one$/],
  [['token', ...app], /found token beside github-app-id, github-app-private-key;/],
  [['username', 'password', 'askpass'], /found password beside askpass;/],
  [['askpass', 'github-app-id'], /found github-app-id beside askpass;/],
  [['username'], /beside username there must be password, found no such file/],
  [['password'], /beside password there must be username, found no such file/],
  [['github-app-id'], /beside github-app-id there must be github-app-private-key/],
  [['github-app-private-key'], /beside github-app-private-key there must be github-app-id/],
  [['github-app-installation-id'], /beside github-app-installation-id there must be github-app-id/],
  [[...app, 'username'], /a GitHub App has no user name, found username; remove it/],
];
for (const [files, sentence] of refused) {
  test(`${files.join(', ')} is refused, naming the directory`, () => {
    assert.throws(
      () => choose(...files),
      (error: Error) =>
        error.message.startsWith('Cannot choose the credential in /c: ') && sentence.test(error.message),
    );
  });
}
