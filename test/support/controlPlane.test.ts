import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startControlPlane, type ControlPlane } from './controlPlane.ts';
import { buildControlPlane } from './controlPlane/buildControlPlane.ts';
import { cacheDirectory } from './controlPlane/cacheDirectory.ts';
import { processExists } from './controlPlane/processExists.ts';
import { request } from './controlPlane/request.ts';
import { eventually } from './eventually.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

// These tests are about the control plane that is started, so a cluster that the run of tests provides is not used.
const { COUPLET_KUBECONFIG: _kubeconfig, KUBEBUILDER_ASSETS: _assets, ...env } = process.env;
const names = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** What an administrator asks, with the kubeconfig's own authority and credential. */
async function client(kubeconfig: string) {
  const parsed = JSON.parse(await readFile(kubeconfig, 'utf8'));
  const { server, 'certificate-authority-data': ca } = parsed.clusters[0].cluster;
  const authorization = `Bearer ${parsed.users[0].user.token}`;
  const options = { ca: Buffer.from(ca, 'base64'), headers: { authorization } };
  return async (path: string, method = 'GET', json?: object) => {
    const answer = await request({ url: `${server}${path}`, options, method, json });
    return { status: answer.status, body: answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body };
  };
}

const nameOf = (object: { metadata: { name: string } }) => object.metadata.name;

describe('a control plane built with Go', () => {
  let controlPlane: ControlPlane;
  let ask: Awaited<ReturnType<typeof client>>;

  before(async () => {
    controlPlane = await startControlPlane({ env, audit: true });
    ask = await client(controlPlane.kubeconfig);
  });
  after(() => controlPlane[Symbol.asyncDispose]());

  test('runs all four components', () => {
    assert.deepEqual(
      controlPlane.processes.map(({ name }) => name),
      names,
    );
  });

  test('has the namespaces of a cluster', async () => {
    const { body } = await ask('/api/v1/namespaces');
    assert.deepEqual(body.items.map(nameOf), ['default', 'kube-node-lease', 'kube-public', 'kube-system']);
  });

  test('reports the Kubernetes version of go.mod', async () => {
    const goMod = await readFile(join(import.meta.dirname, '../cluster/go.mod'), 'utf8');
    const { body } = await ask('/version');
    assert.ok(goMod.includes(`k8s.io/kubernetes ${body.gitVersion}\n`), body.gitVersion);
  });

  test('refuses a request without a credential', async () => {
    const anonymous = await request({
      url: `${controlPlane.url}/api/v1/namespaces`,
      options: { rejectUnauthorized: false },
    });
    assert.equal(anonymous.status, 403);
  });

  test('keeps its kubeconfig from other users', async () => {
    assert.equal((await stat(controlPlane.kubeconfig)).mode & 0o777, 0o600);
  });

  test('makes a ReplicaSet and a scheduled pod of a Deployment', async () => {
    const labels = { app: 'shop' };
    const node = { metadata: { name: 'node-1' } };
    assert.equal((await ask('/api/v1/nodes', 'POST', node)).status, 201);
    const template = { metadata: { labels }, spec: { containers: [{ name: 'shop', image: 'shop:1' }] } };
    const deployment = { metadata: { name: 'shop' }, spec: { selector: { matchLabels: labels }, template } };
    const created = await ask('/apis/apps/v1/namespaces/default/deployments', 'POST', deployment);
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const replicaSet = await eventually('a ReplicaSet', async () => {
      const { body } = await ask('/apis/apps/v1/namespaces/default/replicasets');
      return body.items[0];
    });
    assert.equal(replicaSet.metadata.ownerReferences[0].name, 'shop');
    await eventually('the scheduler tried its pod', async () => {
      const { body } = await ask('/api/v1/namespaces/default/pods');
      return body.items[0]?.status.conditions?.find((condition: { type: string }) => condition.type === 'PodScheduled');
    });
  });

  test('removes a deleted namespace with what is in it', async () => {
    await ask('/api/v1/namespaces', 'POST', { metadata: { name: 'shop' } });
    await ask('/api/v1/namespaces/shop/configmaps', 'POST', { metadata: { name: 'a', finalizers: [] } });
    await ask('/api/v1/namespaces/shop', 'DELETE');
    await eventually('it is gone', async () => (await ask('/api/v1/namespaces/shop')).status === 404 || undefined);
  });

  test('serves a new custom resource', async () => {
    const schema = { openAPIV3Schema: { type: 'object', properties: { size: { type: 'integer' } } } };
    const crd = {
      metadata: { name: 'widgets.example.org' },
      spec: {
        group: 'example.org',
        scope: 'Namespaced',
        names: { plural: 'widgets', kind: 'Widget' },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    };
    await ask('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'POST', crd);
    await eventually(
      'widgets',
      async () => (await ask('/apis/example.org/v1/namespaces/default/widgets')).status === 200 || undefined,
    );
  });

  test('writes a line to the audit log for a request', async () => {
    const path = '/api/v1/namespaces/default/configmaps/is-audited';
    await ask(path);
    await eventually(
      'its line',
      async () => (await readFile(controlPlane.auditLog ?? '', 'utf8')).includes(`"requestURI":"${path}"`) || undefined,
    );
  });

  test('is used as an existing cluster and left alone by disposal', async () => {
    const used = await startControlPlane({ env: { ...env, COUPLET_KUBECONFIG: controlPlane.kubeconfig } });
    assert.deepEqual({ url: used.url, processes: used.processes }, { url: controlPlane.url, processes: [] });
    await used[Symbol.asyncDispose]();
    assert.equal((await ask('/readyz')).status, 200);
  });

  test('is refused as an existing cluster when its credential is wrong', async () => {
    await using directory = await temporaryDirectory('kubeconfig');
    const file = join(directory.path, 'kubeconfig');
    const kubeconfig = await readFile(controlPlane.kubeconfig, 'utf8');
    await writeFile(file, kubeconfig.replace(/"token": ".*"/, '"token": "wrong"'));
    await assert.rejects(
      startControlPlane({ env: { ...env, COUPLET_KUBECONFIG: file } }),
      /expected https:\/\/\S+ to accept its credentials, found status 401/,
    );
  });

  test('can also be etcd and kube-apiserver of KUBEBUILDER_ASSETS', async () => {
    await using directory = await temporaryDirectory('assets');
    const moduleDirectory = join(import.meta.dirname, '../cluster');
    const { binary } = await buildControlPlane({
      moduleDirectory,
      cache: cacheDirectory(env),
      env,
      onProgress: () => {},
    });
    for (const name of ['etcd', 'kube-apiserver']) {
      const file = join(directory.path, name);
      await writeFile(file, `#!/bin/sh\nexec '${binary}' ${name} "$@"\n`);
      await chmod(file, 0o755);
    }
    await using assets = await startControlPlane({
      env: { ...env, KUBEBUILDER_ASSETS: directory.path },
      directory: directory.path,
      onProgress: () => {},
    });
    const { body } = await (await client(assets.kubeconfig))('/api/v1/namespaces/default');
    assert.equal(body.status.phase, 'Active');
  });
});

test('disposal ends all processes and removes the directory', async () => {
  const controlPlane = await startControlPlane({ env, onProgress: () => {} });
  const { processes, dataDirectory = '' } = controlPlane;
  await controlPlane[Symbol.asyncDispose]();
  const running = await Promise.all(processes.map(({ pid }) => processExists(pid)));
  assert.deepEqual(running, [false, false, false, false]);
  await assert.rejects(access(dataDirectory), { code: 'ENOENT' });
});

test('when the program is killed, all processes end and the directory is removed', async () => {
  const fixture = join(import.meta.dirname, 'controlPlane/fixtures/starts-control-plane-until-killed.ts');
  const program = spawn(process.execPath, [fixture], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(program.stdout, 'data');
  const { dataDirectory, pids } = JSON.parse(String(line));
  program.kill('SIGKILL');
  for (const pid of pids) await eventually(`${pid} ends`, async () => !(await processExists(pid)) || undefined);
  await eventually('the directory is gone', () =>
    access(dataDirectory).then(
      () => undefined,
      () => true,
    ),
  );
});

test('COUPLET_KUBECONFIG that names a missing file is a clear error', async () => {
  await assert.rejects(startControlPlane({ env: { ...env, COUPLET_KUBECONFIG: '/missing/kubeconfig' } }), {
    message: 'Cannot use COUPLET_KUBECONFIG: expected a kubeconfig file, found none at /missing/kubeconfig',
  });
});
