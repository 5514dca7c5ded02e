import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

const directory = join(import.meta.dirname, '..', 'k8s', 'monitoring');

/** Names of the metrics that a running program serves. */
async function served(url: string): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  return [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name);
}

test('the running programs serve every metric that the alerts and the dashboard ask for', async () => {
  await using running = await TestPair.start({
    environments: [{ name: 'shop' }],
    files: { 'shop/a.yaml': configMap('a', 'one') },
  });
  await running.applied('shop');
  const { pageUrl, ports } = running.pair;
  const names = new Set([...(await served(pageUrl)), ...(await served(`http://127.0.0.1:${ports.internal}`))]);
  const files = ['alerts.yaml', 'grafana-dashboard.json'].map((name) => readFile(join(directory, name), 'utf8'));
  const asked = (await Promise.all(files)).flatMap((text) => text.match(/\bcouplet_\w+/g) ?? []);
  assert.ok(asked.length > 80, String(asked.length));
  assert.deepEqual(
    [...new Set(asked.map((name) => name.replace(/_(?:bucket|sum|count)$/, '')))].filter((name) => !names.has(name)),
    [],
  );
});
