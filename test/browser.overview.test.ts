import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings } from './support/browserAxe.ts';
import { BrowserPair } from './support/browserPair.ts';
import { StandInKubelet } from './support/standInKubelet.ts';
import { configMap } from './support/testPair.ts';

/** The state of the page of one environment, as a person reads it beside the headline. */
const badge = '.verdict .badge, .verdict .state';

const service =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}], selector: {app: web}}\n';

let shown: BrowserPair;
const disposables = new AsyncDisposableStack();
before(async () => {
  const environments = ['production', 'staging'].map((name) => ({ name }));
  const files = Object.fromEntries(
    environments.flatMap(({ name }) => [
      [`${name}/settings.yaml`, configMap('settings', 'blue')],
      [`${name}/service.yaml`, service],
    ]),
  );
  shown = disposables.use(
    await BrowserPair.start({ environments, files }, async ({ pair }) => {
      const kubelet = disposables.use(await StandInKubelet.start(pair.options.kubeconfig));
      for (const { name } of environments) await pair.copy.write({ [`${name}/web.yaml`]: deployment(kubelet.name) });
      await pair.copy.commitAndPush('Open the shop');
    }),
  );
  for (const { name } of environments) await shown.sees(name, ({ state }) => state === 'healthy');
  await shown.running.pair.push('Paint the shop green', {
    write: { 'staging/settings.yaml': configMap('settings', 'green') },
  });
  for (const { name } of environments) {
    await shown.sees(
      name,
      ({ state, published }) => state === 'healthy' && published?.subject === 'Paint the shop green',
    );
  }
});
after(async () => await disposables.disposeAsync());

function deployment(node: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {nodeSelector: {kubernetes.io/hostname: ${node}}, containers: [{name: main, image: "registry.example/web:good"}]}
`;
}

/** The run in which the settings of staging changed. */
async function pathOfRun(): Promise<string> {
  const answer = await fetch(`${shown.running.pair.pageUrl}/api/environments/staging/runs`);
  const { runs } = (await answer.json()) as { runs: { id: string; counts: { configured: number } }[] };
  return `/environments/staging/runs/${runs.find(({ counts }) => counts.configured > 0)?.id}`;
}

/** What does not fit the width of the window. */
async function overflow(page: Page): Promise<string[]> {
  const widths = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
  const [whole, inner] = await page.evaluate<[number, number]>(widths);
  return whole > inner ? [`${whole} pixels`] : [];
}

/** The largest part of the background's colour, of 255. */
async function lightnessOf(page: Page): Promise<number> {
  const colour = await page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  return Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));
}

/** What `look` finds on any page: each finding with the path of its page. */
async function onEachPage(
  look: (page: Page) => Promise<string[]>,
  options: { width?: number; height?: number } = {},
): Promise<string[]> {
  const pages = ['', '/runs', '/objects', '/objects?health=current&q=web', '?form=suspend'];
  const inside = pages.map((path) => `/environments/staging${path}`);
  const paths = ['/', ...inside, await pathOfRun(), '/sign-in', '/environments/nobody'];
  const open = async (page: Page): Promise<string[]> => {
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(`${shown.running.pair.pageUrl}${path}`);
      found.push(...(await look(page)).map((finding) => `${path}: ${finding}`));
    }
    return found;
  };
  return await shown.visit('/', open, { ...options, expected: /404/ });
}

test('green in one glance: the first words and the title say it, without a click', async () => {
  await shown.visit('/', async (page) => {
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'The cluster is what git says.');
    assert.match(await page.title(), /^✓ /);
    const top = await page.getByRole('heading', { level: 1 }).boundingBox();
    assert.ok(top !== null && top.y + top.height < 450, JSON.stringify(top));
    for (const name of ['production', 'staging']) {
      assert.match(await page.locator(`#environment-${name}`).innerText(), /healthy[\s\S]*Paint the shop green/);
    }
  });
});

test('what changed: from the page of all to the object, its file and its outcome', async () => {
  await shown.visit('/', async (page) => {
    await page.getByRole('link', { name: 'staging', exact: true }).click();
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByRole('link', { name: 'Paint the shop green' }).first().click();
    const changes = await page.locator('#changes').innerText();
    assert.match(changes, /configured\s+ConfigMap\/\S+\/settings\s+staging\/settings\.yaml/);
    assert.doesNotMatch(changes, /web/);
  });
});

test('a push gets through while the page is looked at, without a new page', async () => {
  await shown.visit('/environments/staging', async (page) => {
    await page.locator('#live[data-state=live]').waitFor();
    await page.evaluate('window.isSamePage = true');
    await shown.running.pair.push('Paint the shop red', {
      write: { 'staging/settings.yaml': configMap('settings', 'red') },
    });
    await page.getByText('Paint the shop red').first().waitFor();
    await page.locator(badge, { hasText: 'healthy' }).waitFor();
    assert.equal(await page.evaluate('window.isSamePage'), true);
  });
});

test('without scripts a person gets everywhere, and a push is shown too', async () => {
  const look = { javaScript: false };
  await shown.visit(
    '/',
    async (page) => {
      await page.getByRole('link', { name: 'staging', exact: true }).click();
      await page.getByRole('link', { name: 'Objects', exact: true }).click();
      await page.getByLabel('Search').fill('settings');
      await page.getByRole('button', { name: 'Filter' }).click();
      const rows = page.getByRole('table').getByRole('row');
      assert.equal(await rows.count(), 2);
      assert.match(await rows.last().innerText(), /current[\s\S]*ConfigMap[\s\S]*staging\/settings\.yaml/);
      await page.getByRole('link', { name: 'Runs', exact: true }).click();
      await page.getByRole('link', { name: 'Paint the shop green' }).first().click();
      assert.match(await page.locator('#changes').innerText(), /configured/);
      await page.getByRole('link', { name: 'staging', exact: true }).click();
      await shown.running.pair.push('Paint the shop white', {
        write: { 'staging/settings.yaml': configMap('settings', 'white') },
      });
      await page.getByText('Paint the shop white').first().waitFor();
    },
    look,
  );
});

test('a page that is 360 pixels wide needs no horizontal scrolling', async () => {
  assert.deepEqual(await onEachPage(overflow, { width: 360, height: 740 }), []);
});

test('on a phone the answer stands before everything else', async () => {
  await shown.visit(
    '/environments/staging',
    async (page) => {
      const answer = await page.getByRole('heading', { level: 1 }).boundingBox();
      assert.ok(answer !== null && answer.y + answer.height < 370, JSON.stringify(answer));
    },
    { width: 360, height: 740 },
  );
});

test('dark and light are the colours of the page, as the reader prefers', async () => {
  await shown.visit('/environments/staging', async (page) => {
    assert.ok((await lightnessOf(page)) > 200);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.ok((await lightnessOf(page)) < 60);
  });
});

test('axe finds nothing on any page, in light and in dark', async () => {
  assert.deepEqual(await onEachPage(axeFindings), []);
});

test('while the applier is killed the page says so, and then goes on with the runs of before', async () => {
  const path = '/environments/staging/runs';
  const look = async (page: Page): Promise<void> => {
    await page.locator('#live[data-state=live]').waitFor();
    await shown.running.pair.applier?.kill();
    await page.locator('#live[data-state=reconnecting]').waitFor();
    await shown.running.pair.startApplier();
    await page.locator('#live[data-state=live]').waitFor();
    await page.getByRole('link', { name: 'Paint the shop green' }).first().waitFor();
  };
  await shown.visit(path, look, { expected: /ERR_/ });
});
