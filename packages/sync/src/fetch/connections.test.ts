import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConnections } from './connections.ts';
import { readProxies } from './proxy/readProxies.ts';

const [far, near] = [new URL('https://far.example/a'), new URL('https://near.example/a')];

function open() {
  const connections = openConnections(readProxies({ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'near.example' }));
  return { ...connections, [Symbol.dispose]: () => connections.close() };
}

test('one host under one authority keeps its connections', () => {
  using connections = open();
  assert.equal(connections.route(far, undefined).agent, connections.route(far, undefined).agent);
});

test('what the proxy is not for does not use its connections', () => {
  using connections = open();
  assert.notEqual(connections.route(near, undefined).agent, connections.route(far, undefined).agent);
});

test('another authority does not use the connections of the one before', () => {
  using connections = open();
  assert.notEqual(connections.route(far, 'one').agent, connections.route(far, 'another').agent);
});
