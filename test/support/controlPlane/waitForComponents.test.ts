import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import type { Component } from './startComponent.ts';
import { waitForComponents } from './waitForComponents.ts';

function component(name: Component['name'], end?: string): Component {
  return { name, pid: 1, logFile: '/nowhere', end: () => end, ended: async () => {} };
}

test('a readiness that fails at first is asked again', async () => {
  const etcd = component('etcd');
  const answers = [false, false, true];
  const ready = async () => answers.shift() ?? assert.fail('asked after it was ready');
  await waitForComponents({ what: 'etcd to listen', component: etcd, components: [etcd], ready });
  assert.deepEqual(answers, []);
});

test('a component that ended is blamed, even when another was waited for', async () => {
  const waited = component('kube-apiserver');
  const components = [component('etcd', 'signal SIGSEGV'), waited];
  const wait = { what: 'kube-apiserver to be ready', component: waited, components, ready: async () => false };
  await assert.rejects(waitForComponents(wait), /expected kube-apiserver to be ready, found etcd: signal SIGSEGV/);
});

test('after the deadline the error has the last lines of the log and the last failure', async () => {
  await using directory = await temporaryDirectory('wait');
  const logFile = join(directory.path, 'log');
  await writeFile(logFile, `${Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n')}\n`);
  const etcd = { ...component('etcd'), logFile };
  const refused = new Error('ECONNREFUSED');
  const ready = () => Promise.reject(refused);
  await assert.rejects(
    waitForComponents({ what: 'etcd to listen', component: etcd, components: [etcd], ready, within: 1 }),
    (error: Error) => error.cause === refused && /its log:\n {2}line 25\n(.*\n)* {2}line 39$/.test(error.message),
  );
});
