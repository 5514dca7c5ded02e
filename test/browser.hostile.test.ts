import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { BrowserPair } from './support/browserPair.ts';
import { configMap } from './support/testPair.ts';

const script = '<script>window.hostile=1</script>';
const image = '<img src=x onerror="window.hostile=2">';
const subject = `${script}${image}"'><svg onload=window.hostile=3>{{7*7}}`;
const author = `${script} & "Co" \u202e`;
const ref = '<img/src=x/onerror=window.hostile=4>';

let shown: BrowserPair;
before(async () => {
  const environments = ['shop', 'branch'].map((name) => ({ name, settle: 0, pruneLimit: { count: 0, percent: 0 } }));
  const files = { 'shop/a.yaml': configMap('a', 'one'), 'branch/a.yaml': configMap('a', 'one') };
  shown = await BrowserPair.start(
    { environments: environments.map((given) => (given.name === 'branch' ? { ...given, ref } : given)), files },
    async ({ pair }) => await pair.copy.push({ refspecs: [`HEAD:refs/heads/${ref}`] }),
  );
  await shown.running.applied('shop');
  const { copy } = shown.running.pair;
  await copy.write({
    [`shop/${image}.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, annotations: {"${script}": x}}\n`,
    [`shop/"><script>window.hostile=5<!--.yaml`]: 'kind: {{ .Values.kind }}\n',
    'shop/kind.yaml': `apiVersion: v1\nkind: ${JSON.stringify(image)}\nmetadata: {name: b}\n`,
  });
  await copy.commit(subject, { author });
  await copy.push();
  const head = await copy.git('rev-parse', 'HEAD');
  await shown.sees('shop', ({ state, published }) => state === 'failed' && published?.commit === head);
});
after(async () => await shown[Symbol.asyncDispose]());

/** The same page at another path. */
async function at(page: Page, path: string): Promise<Page> {
  await page.goto(`${shown.running.pair.pageUrl}${path}`);
  return page;
}

/** Every text of the repository is text on the page: no script ran, and none was held back by the policy alone. */
async function isHarmless(page: Page): Promise<void> {
  assert.equal(await page.evaluate('window.hostile'), undefined);
  assert.equal(await page.locator('script').count(), 1);
  assert.equal(await page.locator('img, iframe, object, embed, base, [onerror], [onload]').count(), 0);
  const links = await page.evaluate<string[]>(
    '[...document.querySelectorAll("[href]")].map((link) => link.getAttribute("href"))',
  );
  assert.deepEqual(
    links.filter((href) => !/^(http:\/\/127\.0\.0\.1:\d+\/|#|\/(?![/\\]))/.test(href)),
    [],
  );
}

test('hostile 17: names of files, subject, author and branch are only text', async () => {
  const answer = await fetch(`${shown.running.pair.pageUrl}/api/environments/shop/runs`);
  const { runs } = (await answer.json()) as { runs: { id: string }[] };
  const inside = ['', '/runs', `/runs/${runs[0]?.id}`, '/objects'].map((path) => `/environments/shop${path}`);
  await shown.visit('/environments/shop', async (page) => {
    for (const path of ['/', '/environments/branch', ...inside]) await isHarmless(await at(page, path));
    const text = await (await at(page, '/environments/shop')).locator('body').innerText();
    for (const written of [script, image, `shop/${image}.yaml`, 'window.hostile=5'])
      assert.ok(text.includes(written), text);
  });
});

test('hostile 17: what an address asks for is only text, and leads nowhere else', async () => {
  const attack = encodeURIComponent(`"><script>window.hostile=6</script>${image}`);
  const paths = [
    `/environments/${attack}`,
    `/environments/shop/runs/${attack}`,
    `/environments/shop/objects?q=${attack}&kind=${attack}&namespace=${attack}&health=${attack}&page=${attack}`,
    `/sign-in?from=${attack}`,
    '/sign-in?from=javascript:window.hostile=7',
    '/sign-in?from=//evil.example/',
    '/sign-in?from=/%5Cevil.example/',
  ];
  const look = async (page: Page): Promise<void> => {
    for (const path of paths) await isHarmless(await at(page, path));
  };
  await shown.visit('/', look, { expected: /40[04]/ });
});

test('hostile 17: a sign-in does not lead to another site', async () => {
  await shown.visit('/sign-in?from=//evil.example/', async (page) => {
    await page.getByLabel('Token').fill(shown.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    assert.equal(page.url(), `${shown.running.pair.pageUrl}/`);
  });
});

test('hostile 17: the reason of a suspension is only text', async () => {
  await shown.visit('/sign-in?from=/environments/branch', async (page) => {
    await page.getByLabel('Token').fill(shown.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Suspend…' }).click();
    await page.getByLabel('Why').fill(`${script}${image}`);
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('region', { name: 'Suspension' }).getByText(image).waitFor();
    await isHarmless(page);
  });
});

test('another site can neither frame the page nor act through it', async () => {
  const { pageUrl } = shown.running.pair;
  const { headers } = await fetch(pageUrl);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
  const body = new URLSearchParams({ token: shown.token, from: '/' });
  const signIn = { method: 'POST', body, redirect: 'manual', headers: { origin: 'http://evil.example' } } as const;
  assert.equal((await fetch(`${pageUrl}/sign-in`, signIn)).status, 403);
});
