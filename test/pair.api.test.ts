import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { faultsOf, faultsOfComponent } from '../packages/applier/src/report/api/fixtures/documentChecker.ts';
import { root } from './structure/sources.ts';
import { writeActionsToken } from './support/actionsToken.ts';
import { eventually } from './support/eventually.ts';
import { readEvents } from './support/readEvents.ts';
import { configMap, TestPair } from './support/testPair.ts';

type Body = Record<string, unknown> & {
  runs?: { id: string; commit: string; result?: string }[];
  objects?: { id: string; health: string; file?: string }[];
};

const one = '/api/environments/{name}';
const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
const examples = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block);

let running: TestPair;
let token: string;
const disposables = new AsyncDisposableStack();
before(async () => {
  token = await writeActionsToken(disposables);
  running = disposables.use(
    await TestPair.start({
      environments: [{ name: 'shop', settle: '30s' }, { name: 'other' }],
      files: {
        'shop/a.yaml': configMap('a', 'one'),
        'shop/web.yaml': configMap('web', 'one'),
        'other/a.yaml': configMap('a', 'one'),
      },
      applier: { token },
    }),
  );
  await running.applied('shop', ['healthy']);
});
after(async () => await disposables.disposeAsync());

async function ask(url: string, path: string): Promise<{ body: Body; faults: unknown[]; etag: string | null }> {
  const response = await fetch(`${running.pair.pageUrl}${url}`, { headers: { connection: 'close' } });
  const body = (await response.json()) as Body;
  return { body, faults: faultsOf('GET', path, response.status, body), etag: response.headers.get('etag') };
}

/** Runs an example of the page as it stands there, against this pair. */
async function runExample(example: string): Promise<string> {
  const script = example
    .replaceAll('http://localhost:8081', running.pair.pageUrl)
    .replaceAll('/etc/couplet/applier/token', token);
  const { stdout } = await promisify(execFile)('sh', ['-e', '-c', script], { timeout: 60_000 });
  return stdout;
}

test('a run that really ran is in the list and stands alone, as documented', async () => {
  const list = await ask('/api/environments/shop/runs', `${one}/runs`);
  const [newest] = list.body.runs ?? [];
  const record = await ask(`/api/environments/shop/runs/${newest?.id}`, `${one}/runs/{id}`);
  assert.deepEqual([list.faults, record.faults], [[], []]);
  assert.deepEqual([newest?.result, record.body['id']], ['applied', newest?.id]);
});

test('the objects are those of the repository, with file and health, as documented', async () => {
  const { body, faults } = await ask('/api/environments/shop/objects?kind=ConfigMap', `${one}/objects`);
  const seen = body.objects?.map(({ id, health, file }) => [id.replace(/\/.*\//, '/'), health, file]);
  assert.deepEqual(faults, []);
  assert.deepEqual(seen?.toSorted(), [
    ['ConfigMap/a', 'current', 'shop/a.yaml'],
    ['ConfigMap/web', 'current', 'shop/web.yaml'],
  ]);
});

test('environments are as documented, running or at rest', async () => {
  assert.deepEqual((await ask('/api/environments', '/api/environments')).faults, []);
  assert.deepEqual((await ask('/api/environments/shop', one)).faults, []);
});

test('who listens is told of the run that applies a push, as documented', async () => {
  const events = await readEvents(`${running.pair.pageUrl}/api/events`);
  const commit = await running.pair.push('Change other', { write: { 'other/a.yaml': configMap('a', 'two') } });
  const run = await eventually(
    'the applied run of the commit is told',
    () =>
      events.told.find(
        ({ event, data }) => event === 'run' && data['commit'] === commit && data['result'] === 'applied',
      ),
    { last: () => events.told },
  );
  events.close();
  assert.deepEqual(faultsOfComponent('RunSummary', run.data), []);
  assert.equal(events.told[0]?.event, 'hello');
});

test('an answer is asked for again without its body until something changes', async () => {
  const { etag } = await ask('/api/environments/shop/runs', `${one}/runs`);
  const again = async (): Promise<number> => {
    const headers = { 'if-none-match': String(etag), connection: 'close' };
    return (await fetch(`${running.pair.pageUrl}/api/environments/shop/runs`, { headers })).status;
  };
  assert.equal(await again(), 304);
  await running.pair.push('Change shop', { write: { 'shop/a.yaml': configMap('a', 'two') } });
  await eventually('the tag is old', async () => ((await again()) === 200 ? true : undefined));
});

const endless = examples.filter((example) => example.includes('curl -sN'));

for (const example of examples.filter((each) => !endless.includes(each))) {
  test(`the example works: ${example.split('\n', 1)[0]}`, async () => {
    const out = await runExample(example);
    if (example.includes('http_code')) return assert.equal(out, '304');
    const answers = out
      .replaceAll('}{', '}\n{')
      .split('\n')
      .map((line) => JSON.parse(line) as Body);
    const refused = answers.filter((answer) => answer['error'] !== undefined);
    assert.equal(refused.length, example.includes('limit=1000') ? 1 : 0, out);
  });
}

test('the example of the events works', async () => {
  assert.equal(endless.length, 1);
  const script = String(endless[0]).replaceAll('http://localhost:8081', running.pair.pageUrl);
  const child = spawn('sh', ['-c', `exec ${script}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  await eventually('curl prints the hello', () => (/^event: hello$/m.test(out) ? true : undefined), {
    last: () => out,
  });
  child.kill();
  await once(child, 'close');
});

test('a client that follows does not delay the end of the applier', async () => {
  await using other = await TestPair.start({
    environments: [{ name: 'ends' }],
    files: { 'ends/a.yaml': configMap('a', 'one') },
  });
  await other.applied('ends', ['applied', 'healthy']);
  const events = await readEvents(`${other.pair.pageUrl}/api/events`);
  assert.equal(await other.pair.applier?.terminate(), 0);
  await events.ended;
});
