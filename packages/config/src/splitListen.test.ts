import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitListen } from './splitListen.ts';

const accepted: [listen: string, host: string, port: number][] = [
  ['0.0.0.0:8080', '0.0.0.0', 8080],
  ['127.0.0.1:0', '127.0.0.1', 0],
  ['[::]:8080', '::', 8080],
  ['[::ffff:10.0.0.1]:1', '::ffff:10.0.0.1', 1],
  ['localhost:65535', 'localhost', 65535],
  ['host-1.example:80', 'host-1.example', 80],
];

for (const [listen, host, port] of accepted) {
  test(`${listen} has a host and a port`, () => assert.deepEqual(splitListen(listen), { host, port }));
}

const incomplete = ['', '8080', ':8080', 'localhost', 'localhost:', '::1:8080', '[::1]'];
const badPorts = ['localhost:http', '0.0.0.0:65536', '0.0.0.0:080', '0.0.0.0:-1', 'a:80\n'];
const badHosts = ['[::g]:80', '[127.0.0.1]:80', '999.0.0.1:80', '1.2.3:80', '-a:80', 'a b:80', 'http://a:80'];

for (const listen of [...incomplete, ...badPorts, ...badHosts]) {
  test(`${JSON.stringify(listen)} is refused`, () => assert.throws(() => splitListen(listen), TypeError));
}
