import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { blockOf, codeBlocks } from './support/docsCommands.ts';
import { kubectl } from './support/kubectl.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';
import { docsShell } from './support/docsShell.ts';

/** How each tool applies: its field manager, and what it puts on objects. */
const tools = [
  { name: 'kube-applier', words: [] },
  { name: 'git-sync', words: ['--server-side'], manager: 'kubectl' },
  {
    name: 'flux',
    words: ['--server-side', '--field-manager=kustomize-controller'],
    manager: 'kustomize-controller',
    label: 'kustomize.toolkit.fluxcd.io/name',
  },
];
const web = (more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  ${more}
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "registry.example/web:good"}]}}
`;
const disposables = new AsyncDisposableStack();
let running: TestPair;
let directory: string;
/** uid and spec of the Deployment of each tool, as the tool left it. */
const asLeft = new Map<string, string>();

before(async () => {
  directory = disposables.use(await temporaryDirectory('moving')).path;
  running = disposables.use(
    await TestPair.start(
      {
        environments: tools.map(({ name }) => ({ name, settle: 0 })),
        files: Object.fromEntries(
          tools.flatMap(({ name }) => [
            [`${name}/a.yaml`, configMap('a', 'one')],
            [`${name}/web.yaml`, web('minReadySeconds: 5')],
          ]),
        ),
      },
      { start: false },
    ),
  );
  const { kubeconfig } = running.pair.options;
  for (const { name, words, label } of tools) {
    const labels = label === undefined ? '' : `, labels: {${label}: apps}`;
    const text = [configMap('a', 'one'), web('minReadySeconds: 5')]
      .join('---\n')
      .replace('metadata: {name: web}', `metadata: {name: web${labels}}`);
    const file = join(directory, `${name}.yaml`);
    await writeFile(file, text);
    await kubectl(kubeconfig, '--namespace', running.namespace(name), 'apply', ...words, '--filename', file);
    asLeft.set(name, await identityOf(name));
  }
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
  await Promise.all(tools.map(async ({ name }) => await running.applied(name)));
});
after(async () => await disposables.disposeAsync());

type Web = {
  metadata: { uid: string; labels?: Record<string, string> };
  spec: { minReadySeconds?: number };
};

async function deploymentOf(name: string): Promise<Web> {
  const path = `/apis/apps/v1/namespaces/${running.namespace(name)}/deployments/web`;
  return (await running.pair.kubernetes.get(path)) as unknown as Web;
}

async function identityOf(name: string): Promise<string> {
  const { metadata, spec } = await deploymentOf(name);
  return `${metadata.uid} ${JSON.stringify(spec)}`;
}

for (const { name, manager, label } of tools) {
  test(`${name}: Couplet takes over what is there and changes nothing of it`, async () => {
    assert.equal(await identityOf(name), asLeft.get(name));
  });

  test(`${name}: after the steps of docs/moving.md a field that leaves git leaves the cluster`, async () => {
    if (manager !== undefined) {
      const release = blockOf(await codeBlocks('moving.md'), 'sh', 'release')
        .replaceAll('--namespace staging', `--namespace ${running.namespace(name)}`)
        .replace(/^MANAGER=.*$/m, `MANAGER=${manager}`);
      await using place = await temporaryDirectory('release');
      const { kubeconfig } = running.pair.options;
      const shell = await docsShell({ directory: place.path, kubeconfig, applierConfig: running.pair.configFile });
      await shell.run(release);
      assert.equal((await deploymentOf(name)).spec.minReadySeconds, 5);
    }
    if (label !== undefined) assert.equal((await deploymentOf(name)).metadata.labels?.[label], undefined);
    await running.pair.push(`Move ${name}`, { write: { [`${name}/web.yaml`]: web() } });
    await running.applied(name);
    const left = await deploymentOf(name);
    assert.deepEqual([left.spec.minReadySeconds, left.metadata.uid], [undefined, asLeft.get(name)?.split(' ', 1)[0]]);
  });
}
