import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { ObjectWorld } from '../packages/applier/src/objects/fixtures/objectWorld.ts';
import { appliedRun, configured } from '../packages/applier/src/report/fixtures/events.ts';
import { serverDeps } from '../packages/applier/src/report/fixtures/serverDeps.ts';
import { buildServer } from '../packages/applier/src/report/server.ts';
import { Status } from '../packages/applier/src/report/status.ts';
import { axeFindings } from './support/browserAxe.ts';
import { Browser } from './support/browser.ts';

const count = 10_000;
let browser: Browser;
let server: FastifyInstance;
let url: string;
before(async () => {
  const world = new ObjectWorld();
  const kinds = ['ConfigMap', 'Deployment.apps'];
  const ids = Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? '';
    return world.both(kind, `object-${String(index).padStart(5, '0')}`, { namespace: `team-${index % 20}` });
  });
  world.look({
    [ids[7777] ?? '']: {
      status: 'failed',
      message: 'image registry.example/web:2 cannot be pulled (ImagePullBackOff)',
    },
  });
  const status = new Status();
  for (const event of [configured, ...appliedRun()]) status.record(event);
  server = buildServer(serverDeps({ status, objects: { query: (_environment, query) => world.query(query) } }));
  url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/environments/shop/objects`;
  browser = await Browser.start();
});
after(async () => {
  await browser[Symbol.asyncDispose]();
  await server.close();
});

test('of 10,000 objects the one that is not healthy is the first, with its reason', async () => {
  await browser.visit({ url }, async (page) => {
    assert.match(
      await page.getByRole('table').getByRole('row').nth(1).innerText(),
      /failed[\s\S]*object-07777[\s\S]*cannot be pulled/,
    );
    assert.ok((await page.getByRole('row').count()) < 600);
    assert.match(await page.getByRole('navigation', { name: 'Pages of the table' }).innerText(), /10,?000 objects/);
  });
});

test('any of 10,000 objects is found by a part of its name, its kind and its namespace', async () => {
  await browser.visit({ url }, async (page) => {
    await page.getByLabel('Search').fill('JECT-043');
    await page.getByLabel('Kind').selectOption('ConfigMap');
    await page.getByLabel('Namespace').selectOption('team-10');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('link', { name: 'Show all' }).waitFor();
    const rows = await page.getByRole('table').locator('tbody tr').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => /object-\d+/.exec(row)?.[0]),
      ['object-04310', 'object-04330', 'object-04350', 'object-04370', 'object-04390'],
    );
    // The address is the filter: it can be sent to somebody.
    await page.reload();
    assert.equal(await page.getByLabel('Search').inputValue(), 'JECT-043');
    assert.equal(await page.getByRole('table').locator('tbody tr').count(), 5);
  });
});

test('the pages of the table lead from the first to the last object', async () => {
  await browser.visit({ url: `${url}?health=current` }, async (page) => {
    await page.getByRole('link', { name: 'last', exact: true }).click();
    await page.getByText('object-09989', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'previous', exact: true }).click();
    await page.getByRole('link', { name: 'next', exact: true }).waitFor();
  });
});

test('the table of 10,000 objects fits a phone, and axe finds nothing', async () => {
  await browser.visit({ url, width: 360, height: 740 }, async (page) => {
    const [inner, whole] = await page.evaluate<[number, number]>(
      '[document.documentElement.clientWidth, document.documentElement.scrollWidth]',
    );
    assert.ok(whole <= inner, `${whole} pixels wide`);
    assert.deepEqual(await axeFindings(page), []);
  });
});
