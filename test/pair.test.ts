import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setParent } from '../packages/applier/src/apply/setParent.ts';
import { githubPush, sendPush } from './support/webhookSender.ts';
import { configMap, TestPair } from './support/testPair.ts';

let running: TestPair;
before(async () => {
  running = await TestPair.start({
    environments: [{ name: 'shop' }],
    files: { 'shop/settings.yaml': configMap('settings', 'first') },
    password: 'the git password',
  });
  await running.applied('shop');
});
after(async () => await running[Symbol.asyncDispose]());

test('a signed push of GitHub is live in the cluster, and the webhook was answered at once with what it started', async () => {
  const { pair } = running;
  const deliveries = pair.deliveries.length;
  await pair.push('Say second', { write: { 'shop/settings.yaml': configMap('settings', 'second') } });
  await running.applied('shop');
  assert.equal((await running.configMap('shop', 'settings'))?.data?.['value'], 'second');
  const answer = (await pair.deliveries[deliveries]) as { status: number; body: string };
  assert.equal(answer.status, 202);
  assert.deepEqual(JSON.parse(answer.body).environments, ['shop']);
});

test('a push that is signed with another secret is refused and starts nothing', async () => {
  const { pair } = running;
  const push = { ref: 'refs/heads/main', before: '0'.repeat(40), after: '1'.repeat(40) };
  const answer = await sendPush(push, { url: pair.syncUrl, secret: 'wrong' });
  const { body, headers } = githubPush(push, { secret: 'wrong' });
  delete headers['x-hub-signature-256'];
  const unsigned = await fetch(`${pair.syncUrl}/sync`, { method: 'POST', body, headers });
  assert.deepEqual([answer.status, unsigned.status, answer.body], [401, 401, await unsigned.text()]);
});

test('curl with the bearer token fetches what no webhook told of, and its url tells how far it came', async () => {
  const { pair } = running;
  pair.sendWebhooks = false;
  const commit = await pair.push('Say third', { write: { 'shop/settings.yaml': configMap('settings', 'third') } });
  pair.sendWebhooks = true;
  const headers = { authorization: `Bearer ${pair.token}` };
  const asked = await fetch(`${pair.syncUrl}/sync`, { method: 'POST', headers });
  const { url } = (await asked.json()) as { url: string };
  await running.applied('shop');
  assert.equal((await running.configMap('shop', 'settings'))?.data?.['value'], 'third');
  const record = await (await fetch(`${pair.syncUrl}${url}`, { headers })).text();
  assert.match(record, new RegExp(commit));
});

test('the page shows the commit, the state, the stages with their times, and nothing red', async () => {
  const { pair } = running;
  await pair.push('Greet <everybody>', { write: { 'shop/settings.yaml': configMap('settings', 'fourth') } });
  const { published } = await running.applied('shop');
  const response = await fetch(`${pair.pageUrl}/`);
  const html = await response.text();
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  for (const text of [
    published?.commit.slice(0, 7),
    'Greet &lt;everybody',
    'Ada Example',
    'fetched',
    'published',
    'applied',
    ' ms',
  ]) {
    assert.ok(html.includes(text ?? ''), `the page shows ${text}`);
  }
  assert.ok(!html.includes('<everybody>'));
});

test('the page shows an error with its object, file and line, while what was applied stays', async () => {
  const { pair } = running;
  const bad = `${configMap('settings', 'fifth')}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\ndate: {}\n`;
  await pair.push('Misspell data', { write: { 'shop/settings.yaml': bad } });
  const { errors } = await running.applied('shop', ['failed']);
  assert.deepEqual(
    errors?.map(({ code, file, line, field }) => ({ code, file, line, field })),
    [{ code: 'unknown-field', file: 'shop/settings.yaml', line: 8, field: 'date' }],
  );
  const html = await (await fetch(`${pair.pageUrl}/`)).text();
  assert.match(html, /shop\/settings\.yaml:8/);
  assert.match(html, new RegExp(`ConfigMap/${running.namespace('shop')}/other`));
  assert.notEqual((await running.configMap('shop', 'settings'))?.data?.['value'], 'fifth');
  await pair.push('Spell data', { write: { 'shop/settings.yaml': configMap('settings', 'sixth') } });
  await running.applied('shop');
});

test('an applied object has the field manager couplet, the label of its set, its digest and its file', async () => {
  const object = await running.configMap('shop', 'settings');
  const { id } = setParent('shop', running.pair.options.ownNamespace);
  assert.equal(object?.metadata.labels?.['applyset.kubernetes.io/part-of'], id);
  assert.match(object?.metadata.annotations?.['couplet.dev/digest'] ?? '', /^[0-9a-f]{64}$/);
  assert.equal(object?.metadata.annotations?.['couplet.dev/source'], 'shop/settings.yaml');
  assert.deepEqual(
    object?.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`),
    ['couplet Apply'],
  );
});

test('the parent of the set names it and the kinds it holds', async () => {
  const { ownNamespace } = running.pair.options;
  const parent = await running.pair.kubernetes.get(`/api/v1/namespaces/${ownNamespace}/configmaps/couplet-shop`);
  assert.equal(parent?.metadata.labels?.['applyset.kubernetes.io/id'], setParent('shop', ownNamespace).id);
  assert.equal(parent?.metadata.annotations?.['applyset.kubernetes.io/contains-group-kinds'], 'ConfigMap');
  assert.match(parent?.metadata.annotations?.['applyset.kubernetes.io/tooling'] ?? '', /^couplet\/v\d/);
});

test('no secret is in the logs of the two programs, on the page or in the API', async () => {
  const { pair } = running;
  const page = await (await fetch(`${pair.pageUrl}/`)).text();
  const api = await (await fetch(`${pair.pageUrl}/api/environments`)).text();
  const everything = [page, api, pair.sync?.everything(), pair.applier?.everything()].join('\n');
  for (const secret of ['the git password', pair.secret, pair.token]) assert.ok(!everything.includes(secret));
});
