import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConnectProxy } from '../../fixtures/connectProxy.ts';
import { failure } from '../../fixtures/failure.ts';
import { openTunnel } from './openTunnel.ts';
import { parseProxy } from './parseProxy.ts';

const never = new AbortController().signal;

test('a silent proxy is given up at the deadline of its own, and named', async () => {
  await using proxy = await startConnectProxy();
  proxy.answer = () => ({ kind: 'silence' });
  const target = { host: 'git.example.com', port: 443 };
  const { message } = await failure(openTunnel(parseProxy(proxy.url, 'HTTPS_PROXY'), target, never, 100));
  assert.equal(
    message,
    `Cannot reach git.example.com:443 through the proxy ${proxy.url} of HTTPS_PROXY: it must connect within 0.1 s, found it silent or slow`,
  );
});

test('an IPv6 address is asked for in brackets', async () => {
  await using proxy = await startConnectProxy();
  proxy.answer = () => ({ kind: 'status', status: 403 });
  await failure(openTunnel(parseProxy(proxy.url, 'HTTPS_PROXY'), { host: '::1', port: 443 }, never));
  assert.equal(proxy.seen[0]?.what, 'CONNECT [::1]:443');
});
