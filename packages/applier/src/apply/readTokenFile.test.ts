import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readTokenFile } from './readTokenFile.ts';

const directory = mkdtempSync(join(tmpdir(), 'couplet-token-'));
after(() => rmSync(directory, { recursive: true }));

function kubeconfig(user: object): string {
  const file = join(directory, 'kubeconfig');
  writeFileSync(
    file,
    JSON.stringify({
      users: [
        { name: 'other', user: {} },
        { name: 'applier', user },
      ],
    }),
  );
  return file;
}

test('the token is what the file holds, without the line end, and its path is taken from where the kubeconfig is', () => {
  writeFileSync(join(directory, 'token'), 'abc\n');
  assert.equal(readTokenFile(kubeconfig({ tokenFile: 'token', token: 'older' }), 'applier'), 'abc');
});

test('a user who names no file has none', () => {
  assert.equal(readTokenFile(kubeconfig({ token: 'abc' }), 'applier'), undefined);
  assert.equal(readTokenFile(kubeconfig({ tokenFile: 'token' }), undefined), undefined);
});

test('an empty file is an error that names it', () => {
  writeFileSync(join(directory, 'empty'), ' \n');
  assert.throws(() => readTokenFile(kubeconfig({ tokenFile: 'empty' }), 'applier'), /token file .*empty is empty/);
});
