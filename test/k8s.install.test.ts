import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { accountKubeconfig } from './support/accountKubeconfig.ts';
import { blockOf, codeBlocks, type CodeBlock } from './support/docsCommands.ts';
import { docsShell, type DocsShell } from './support/docsShell.ts';
import { eventually } from './support/eventually.ts';
import { helm } from './support/helm.ts';
import { buildDirectory, k8s, objectOf } from './support/manifests.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "registry.example/web:good"}]}}
`;

const disposables = new AsyncDisposableStack();
let running: TestPair;
let directory: string;
let own: string;
let staging: string;
let install: CodeBlock[];
let shell: DocsShell;

before(async () => {
  directory = disposables.use(await temporaryDirectory('install')).path;
  const kubeconfig = join(directory, '.account');
  running = disposables.use(
    await TestPair.start(
      {
        environments: [{ name: 'staging', gate: 'each', settle: 0 }],
        files: { 'staging/a.yaml': configMap('a', 'one'), 'staging/web.yaml': deployment },
        applier: { kubeconfig },
      },
      { start: false },
    ),
  );
  own = running.pair.options.ownNamespace;
  staging = running.namespace('staging');
  install = await codeBlocks('install.md');
  shell = await docsShell({
    directory,
    kubeconfig: running.pair.options.kubeconfig,
    env: { TOKEN: 'a-token' },
    applierConfig: running.pair.configFile,
  });
});
after(async () => await disposables.disposeAsync());

/** Text of a page with the namespaces of this test, and this checkout in place of the address of the repository. */
function here(text: string): string {
  return text
    .replaceAll(/(namespace:? )couplet\b/g, `$1${own}`)
    .replaceAll(/(namespace:? )staging\b/g, `$1${staging}`)
    .replaceAll(/https:\/\/github\.com\/couplet\/couplet\/\/k8s(\S*)\?ref=\S+/g, (_, path: string) =>
      join(relative(directory, k8s), path),
    );
}

/** What the page says goes into a file: the block that begins with its name. */
function fileOf(name: string): string {
  const found = install.find(({ text }) => text.startsWith(`# ${name}\n`));
  assert.ok(found, name);
  return found.text;
}

/** The blocks of commands of a page that have no label, as a reader goes through them. */
function commandsOf(blocks: CodeBlock[]): string[] {
  return blocks.filter(({ language, label }) => language === 'sh' && label === '').map(({ text }) => here(text));
}

test('a new user installs Couplet with the commands of docs/install.md and sees the first commit applied', async () => {
  await writeFile(join(directory, 'couplet.yaml'), here(fileOf('couplet.yaml')));
  await writeFile(join(directory, 'kustomization.yaml'), here(fileOf('kustomization.yaml')));
  const [secrets = '', apply = '', rights = '', ...more] = commandsOf(install);
  assert.deepEqual(more, []);
  await shell.run(secrets);
  await shell.run(apply);
  await accountKubeconfig(join(directory, '.account'), {
    kubeconfig: running.pair.options.kubeconfig,
    namespace: own,
    account: 'couplet-applier',
  });
  await Promise.all([running.pair.startSync(), running.pair.startApplier()]);
  await eventually('the first run has told what is missing', async () => {
    const { errors = [] } = await running.pair.environment('staging');
    return errors.length > 0 ? true : undefined;
  });
  assert.match(await shell.run(rights), /^# What the ServiceAccount couplet-applier/m);
  await running.applied('staging');
  assert.ok(await running.configMap('staging', 'a'));
});

test('what was installed is what the user wrote: host, images and couplet.yaml', async () => {
  const objects = await buildDirectory(directory);
  const text = JSON.stringify(objects);
  assert.ok(text.includes('"host":"couplet.acme.example"') && text.includes('"hosts":["couplet.acme.example"]'));
  assert.ok(text.includes('registry.example.com/couplet/sync:0.1.0'));
  assert.equal(text.includes('couplet.example.com'), false);
  const { data } = objectOf(objects, 'ConfigMap', 'couplet') as unknown as { data: object };
  assert.deepEqual(data, { 'couplet.yaml': here(fileOf('couplet.yaml')) });
});

test('the ssh Secret is made, and its component opens port 22', async () => {
  await writeFile(join(directory, 'deploy-key'), 'a key');
  await writeFile(join(directory, 'known_hosts'), 'a host');
  await shell.run(`kubectl delete secret couplet-git --namespace ${own}`);
  await shell.run(here(blockOf(install, 'sh', 'ssh')));
  await using other = await temporaryDirectory('install-ssh');
  const text = `${fileOf('kustomization.yaml')}${fileOf('ssh')}`;
  const paths = text.replaceAll(/https:\S+\/\/k8s(\S*)\?ref=\S+/g, (_, path: string) =>
    join(relative(other.path, k8s), path),
  );
  await writeFile(join(other.path, 'couplet.yaml'), fileOf('couplet.yaml'));
  await writeFile(join(other.path, 'kustomization.yaml'), paths);
  const objects = await buildDirectory(other.path);
  assert.match(JSON.stringify(objectOf(objects, 'NetworkPolicy', 'couplet')), /"port":22/);
});

test('the command for Helm is one that helm understands', async () => {
  const [, chart = ''] = /install couplet (\S+)/.exec(blockOf(install, 'sh', 'helm')) ?? [];
  assert.match(await helm('template', 'couplet', join(k8s, '..', chart), '--namespace', 'couplet'), /kind: Deployment/);
});

test('the commands of docs/upgrade.md are accepted', async () => {
  const [upgrade = ''] = commandsOf(await codeBlocks('upgrade.md'));
  // Without a kubelet no pod of the Deployment can become ready.
  assert.match(upgrade, /rollout status/);
  await shell.run(
    upgrade
      .split('\n')
      .filter((line) => !line.includes('rollout status'))
      .join('\n'),
  );
});

test('R40 after docs/uninstall.md the workloads are as before, and the marks can be removed', async () => {
  const { kubernetes } = running.pair;
  const web = `/apis/apps/v1/namespaces/${staging}/deployments/web`;
  const seen = await kubernetes.get(web);
  const uninstall = await codeBlocks('uninstall.md');
  // The applier still runs meanwhile, as its pod does until the kubelet has ended it.
  for (const commands of commandsOf(uninstall)) await shell.run(commands);
  await running.pair.applier?.terminate();
  assert.equal(await kubernetes.get(`/api/v1/namespaces/${own}`), undefined);
  const left = await kubernetes.get(web);
  assert.deepEqual([left?.metadata.uid, left?.metadata.deletionTimestamp], [seen?.metadata.uid, undefined]);
  assert.equal((await running.configMap('staging', 'a'))?.data?.['value'], 'one');

  await shell.run(here(blockOf(uninstall, 'sh', 'labels')));
  const { labels = {}, annotations = {} } = (await kubernetes.get(web))?.metadata ?? {};
  const marks = [...Object.keys(labels), ...Object.keys(annotations)].filter((key) => /couplet|applyset/.test(key));
  assert.deepEqual(marks, []);
});
