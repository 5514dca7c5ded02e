import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { BrowserPair } from './support/browserPair.ts';
import { deployment, settings, shopFiles } from './support/browserShop.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { StandInKubelet } from './support/standInKubelet.ts';

/**
 * Takes the pictures of docs/images anew: the pages of a running pair that follows a repository through a proxy, on a
 * real control plane, with pods that a stand-in kubelet reports. `npm run pictures`, on a quiet machine:
 * the times in the pictures are those that it took.
 */
const directory = process.argv[2] ?? join(import.meta.dirname, '..', 'docs', 'images');
const environments = ['production', 'staging'];
const people = ['Ada Lindqvist', 'Bo Tanaka', 'Carmen Diaz'];

await mkdir(directory, { recursive: true });
await using disposables = new AsyncDisposableStack();
// First, so that it is there until all that stands on it has ended.
const controlPlane = disposables.use(await startControlPlane());
process.env['COUPLET_KUBECONFIG'] = controlPlane.kubeconfig;
let node = '';
const shown = disposables.use(
  await BrowserPair.start(
    {
      hasRemote: true,
      environments: environments.map((name) => ({
        name,
        namespace: name,
        settle: '20s',
        pruneLimit: { count: 1, percent: 10 },
      })),
      files: { 'README.md': 'Manifests of the shop\n' },
    },
    async ({ pair }) => {
      const kubelet = disposables.use(await StandInKubelet.start(pair.options.kubeconfig));
      node = kubelet.name;
      for (const name of environments) {
        await pair.kubernetes.createNamespace(name);
        await pair.copy.write(inside(name, shopFiles(node)));
      }
      await pair.copy.commit('Open the shop', { author: 'Ada Lindqvist' });
      await pair.copy.push();
    },
  ),
);
const { copy, kubernetes } = shown.running.pair;
for (const name of environments) disposables.defer(async () => await kubernetes.delete(`/api/v1/namespaces/${name}`));
for (const name of environments) await reached(name, 'healthy');

const changes: [subject: string, file: string, text: string][] = [
  ['Show prices in pounds too', 'web/config.yaml', settings('web', { theme: 'spring', currency: 'EUR,GBP' })],
  ['Give the payment provider 8 seconds', 'checkout/config.yaml', settings('checkout', { timeout: '8s' })],
  ['Find trainers as sneakers', 'search/synonyms.yaml', settings('search-synonyms', { trainers: 'sneakers' })],
  ['Run a fourth web server', 'web/deployment.yaml', deployment({ name: 'web', node, replicas: 4 })],
  ['Thank people for their order', 'mail/templates.yaml', settings('mail-templates', { order: 'Thank you!' })],
  ['Write to people in German', 'mail/templates.yaml', settings('mail-templates', { order: 'Danke!' })],
  ['Find trousers as pants again', 'search/synonyms.yaml', settings('search-synonyms', { trousers: 'pants' })],
  ['Paint the shop for summer', 'web/config.yaml', settings('web', { theme: 'summer', currency: 'EUR,GBP' })],
];
for (const [subject, file, text] of changes) await commit(subject, environments, { [file]: text });
for (const colours of ['light', 'dark'] as const)
  await shown.visit('/environments/staging', async (page) => await keep(page, `environment-${colours}`), { colours });

const scaled = deployment({ name: 'checkout', node, replicas: 4, field: 'replicass' });
await commit('Scale the checkout to 4', ['staging'], { 'checkout/deployment.yaml': scaled }, 'failed');
await shown.visit('/', async (page) => await keep(page, 'overview', '#environment-staging'));
await shown.visit('/environments/staging', async (page) => await keep(page, 'failed', '.columns'));

const missing = deployment({ name: 'checkout', node, replicas: 4, tag: 'missing' });
await commit('Scale the checkout to 4, really', ['staging'], { 'checkout/deployment.yaml': missing }, 'degraded');
await shown.visit(
  '/environments/staging/objects',
  async (page) => await keep(page, 'objects', 'tbody tr:nth-child(3)'),
);

await commit('Back to 2', ['staging'], { 'checkout/deployment.yaml': deployment({ name: 'checkout', node }) });
await copy.remove('staging/search');
await commit('Search is bought elsewhere now', ['staging'], {}, 'held');
await shown.visit('/sign-in?from=/environments/staging', async (page) => {
  await page.getByLabel('Token').fill(shown.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'staging' }).waitFor();
  await keep(page, 'held', '.columns');
});

/** Commits the files to the environments, pushes, and waits until each is in that state with the commit. */
async function commit(
  subject: string,
  names: readonly string[],
  files: Record<string, string>,
  state = 'healthy',
): Promise<void> {
  const count = Number(await copy.git('rev-list', '--count', 'HEAD'));
  for (const name of names) await copy.write(inside(name, files));
  await copy.commit(subject, { author: people[count % people.length] ?? '' });
  await copy.push();
  for (const name of names) await reached(name, state);
}

async function reached(name: string, wanted: string): Promise<void> {
  const head = await copy.git('rev-parse', 'HEAD');
  await shown.sees(name, ({ state, published }) => state === wanted && published?.commit === head);
}

function inside(name: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text]));
}

/** The page down to the end of the element, once it follows the feed, which says so below. */
async function keep(page: Page, name: string, last = 'footer'): Promise<void> {
  await page.locator('#live[data-state=live]').waitFor();
  const box = await page.locator(last).first().boundingBox();
  if (box === null) throw new Error(`Cannot take ${name}: ${last} must be on the page, found nothing`);
  const clip = { x: 0, y: 0, width: 1280, height: Math.ceil(box.y + box.height) + 16 };
  await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true, clip });
}
