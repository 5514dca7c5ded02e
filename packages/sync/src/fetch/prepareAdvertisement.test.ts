import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareAdvertisement } from './prepareAdvertisement.ts';

const oid = '1'.repeat(40);

function lines(...texts: string[]): Buffer {
  return Buffer.from(
    texts.map((text) => (text === '' ? '0000' : (text.length + 4).toString(16).padStart(4, '0') + text)).join(''),
  );
}

const service = '# service=git-upload-pack\n';

test('a list with HEAD stays as it is', () => {
  const list = lines(
    service,
    '',
    `${oid} HEAD\0side-band symref=HEAD:refs/heads/main\n`,
    `${oid} refs/heads/main\n`,
    '',
  );
  assert.deepEqual(prepareAdvertisement(list), list);
});

test('a list without HEAD gets one in its capabilities', () => {
  const list = lines(service, '', `${oid} refs/heads/x\0side-band shallow\n`, `${oid} refs/heads/y\n`, '');
  assert.deepEqual(
    prepareAdvertisement(list).toString(),
    lines(
      service,
      '',
      `${oid} refs/heads/x\0side-band shallow symref=HEAD:refs/heads/HEAD\n`,
      `${oid} refs/heads/y\n`,
      '',
    ).toString(),
  );
});

test('capabilities of protocol v2 stay as they are', () => {
  const list = lines(service, '', 'version 2\n', 'ls-refs\n', 'fetch=shallow\n', '');
  assert.deepEqual(prepareAdvertisement(list), list);
});

test('a SHA-256 repository is refused, in either protocol', () => {
  for (const list of [
    lines(service, '', `${'1'.repeat(64)} HEAD\0object-format=sha256\n`, ''),
    lines(service, '', 'version 2\n', 'object-format=sha256\n', ''),
  ]) {
    assert.throws(() => prepareAdvertisement(list), { name: 'RemoteError', message: /must be sha1, found sha256/ });
  }
});

for (const garbage of ['', '\0', 'zzzz\0', '0000', 'ffff\0abc', '<html>\0</html>']) {
  test(`garbage ${JSON.stringify(garbage)} is passed on`, () => {
    assert.deepEqual(prepareAdvertisement(Buffer.from(garbage)).length >= garbage.length, true);
  });
}
