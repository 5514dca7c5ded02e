import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainPostError } from './explainPostError.ts';

const codes: readonly [string, RegExp][] = [
  ['ENOTFOUND', /^chat\.example cannot be reached: its name does not resolve$/],
  ['EAI_AGAIN', /its name does not resolve at the moment/],
  ['CERT_HAS_EXPIRED', /its TLS certificate has expired/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /its TLS certificate is for another name/],
  ['EHOSTUNREACH', /a NetworkPolicy may forbid it/],
  ['E_NEW', /the connection failed \(E_NEW\)/],
];
for (const [code, sentence] of codes) {
  test(`${code} is a sentence with the host`, () => {
    const error = Object.assign(new Error('getaddrinfo https://chat.example/hunter2'), { code });
    const { message } = explainPostError(error, 'chat.example');
    assert.match(message, sentence);
    assert.doesNotMatch(message, /hunter2/);
  });
}
