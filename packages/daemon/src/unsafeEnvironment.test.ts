import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseUnsafeEnvironment } from './unsafeEnvironment.ts';

const node = '26.10.0';

for (const env of [
  {},
  { NODE_TLS_REJECT_UNAUTHORIZED: '1' },
  { NODE_OPTIONS: '--max-old-space-size=200 --enable-source-maps' },
  { NODE_OPTIONS: '--title=x--inspect' },
  { NODE_OPTIONS: '--import=./--inspector.ts' },
  { NODE_EXTRA_CA_CERTS: '/etc/ca.crt' },
  { NODE_DEBUG: '' },
]) {
  test(`a start with ${JSON.stringify(env)} is allowed`, () => {
    assert.equal(refuseUnsafeEnvironment(env, node), undefined);
  });
}

for (const value of ['0', ' 0 ']) {
  test(`NODE_TLS_REJECT_UNAUTHORIZED="${value}" is refused with what to do`, () => {
    const reason = refuseUnsafeEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: value }, node);
    assert.match(reason ?? '', /^Cannot start: NODE_TLS_REJECT_UNAUTHORIZED .*Unset it; .*ca\.crt/);
  });
}

for (const { options, found } of [
  { options: '--inspect', found: '--inspect' },
  { options: '--inspect=0.0.0.0:9229', found: '--inspect' },
  { options: '--inspect 0.0.0.0:9229', found: '--inspect' },
  { options: '--inspect-brk', found: '--inspect-brk' },
  { options: '--inspect_brk', found: '--inspect-brk' },
  { options: '--inspect-port=9229', found: '--inspect-port' },
  { options: '--inspect-wait', found: '--inspect-wait' },
  { options: '--inspect-publish-uid=http', found: '--inspect-publish-uid' },
  { options: '--debug-port=9229', found: '--debug-port' },
  { options: '--max-old-space-size=200\t--inspect', found: '--inspect' },
  { options: '"--inspect"', found: '--inspect' },
  { options: '"--in\\spect=1"', found: '--inspect' },
  { options: '--tls-keylog=/tmp/keys', found: '--tls-keylog' },
  { options: '--insecure-http-parser', found: '--insecure-http-parser' },
]) {
  test(`NODE_OPTIONS=${options} is refused and names ${found}`, () => {
    const reason = refuseUnsafeEnvironment({ NODE_OPTIONS: options }, node);
    assert.match(reason ?? '', new RegExp(`^Cannot start: NODE_OPTIONS must .*, found ${found}\\. Remove`));
  });
}

test('the refusal does not repeat the other options', () => {
  const reason = refuseUnsafeEnvironment({ NODE_OPTIONS: '--title=hunter2 --inspect' }, node);
  assert.doesNotMatch(reason ?? '', /hunter2/);
});

test('NODE_DEBUG is refused, because it prints credentials', () => {
  assert.match(refuseUnsafeEnvironment({ NODE_DEBUG: 'net' }, node) ?? '', /^Cannot start: NODE_DEBUG .*Unset it/);
});

for (const old of ['25.9.0', '20.20.2', '9.0.0']) {
  test(`Node ${old} is refused`, () => {
    assert.match(refuseUnsafeEnvironment({}, old) ?? '', new RegExp(`Node must be 26 or newer, found ${old}`));
  });
}

for (const newer of ['26.0.0', '27.1.0', '100.0.0']) {
  test(`Node ${newer} is allowed`, () => {
    assert.equal(refuseUnsafeEnvironment({}, newer), undefined);
  });
}

test('the Node that runs is the one that is judged', () => {
  assert.equal(refuseUnsafeEnvironment({}), refuseUnsafeEnvironment({}, process.versions.node));
});
