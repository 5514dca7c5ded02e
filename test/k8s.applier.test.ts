import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { startAsAccount, type AccountPair } from './support/accountPair.ts';
import { kubectl } from './support/kubectl.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { configMap, type TestPair } from './support/testPair.ts';

const main = join(import.meta.dirname, '..', 'packages', 'applier', 'src', 'main.ts');
const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: password}\nstringData: {password: hunter2}\n`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "registry.example/web:good"}]}}
`;

let account: AccountPair;
let running: TestPair;
let directory: string;
let staging: string;
let own: string;

before(async () => {
  account = await startAsAccount('namespaced', {
    environments: [{ name: 'staging', gate: 'each', settle: 0 }],
    files: { 'staging/a.yaml': configMap('a', 'one'), 'staging/web.yaml': deployment, 'staging/secret.yaml': secret },
  });
  ({ running, directory } = account);
  staging = running.namespace('staging');
  own = running.pair.options.ownNamespace;
});
after(async () => await account[Symbol.asyncDispose]());

function missing({ warnings = [] }: EnvironmentAnswer): string[] {
  return warnings.filter(({ code }) => code === 'missing-access').map(({ message }) => message.split(':', 1)[0] ?? '');
}

/** Runs `applier rbac` as the account, to its end. */
async function rbac(): Promise<{ code: number; out: string; err: string }> {
  const args = [main, 'rbac', '--config', running.pair.configFile];
  return await new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }));
  });
}

test('the account of the overlay applies what its Role allows, and the Secret that it forbids is reported', async () => {
  const { errors = [] } = await running.sees('staging', ({ state }) => state === 'failed');
  assert.deepEqual(
    errors.map(({ code, id, file }) => [code, id, file]),
    [['forbidden', `Secret/${staging}/password`, 'staging/secret.yaml']],
  );
  assert.ok(await running.configMap('staging', 'a'));
  assert.ok(await running.pair.kubernetes.get(`/apis/apps/v1/namespaces/${staging}/deployments/web`));
});

test('the preflight names the Secrets, and nothing that the Role allows', async () => {
  const found = missing(await running.sees('staging', (answer) => missing(answer).length > 0));
  assert.deepEqual(found, [`Cannot get, list, watch, create, patch, delete secrets in namespace ${staging}`]);
});

for (const [what, words] of [
  ['read the Secrets of its own namespace', ['get', 'secrets']],
  ['give itself rights', ['create', 'rolebinding', 'x', '--clusterrole=cluster-admin', '--user=x']],
  ['look into another namespace', ['get', 'configmaps', '--namespace=kube-system']],
  ['list nodes', ['get', 'nodes']],
] as const) {
  test(`whoever has the token of the account cannot ${what}`, async () => {
    await assert.rejects(kubectl(account.kubeconfig, `--namespace=${own}`, ...words), /forbidden/i);
  });
}

test('what applier rbac prints is all that is missing: applied, everything is applied and nothing is missing', async () => {
  const { code, out, err } = await rbac();
  assert.equal(code, 0, err);
  assert.match(out, /whoever may list them in a namespace may read all of them there/);
  assert.match(out, new RegExp(`ServiceAccount couplet-applier in the namespace ${own} must`));
  assert.doesNotMatch(out, /"\*"|escalate|bind\b|impersonate|hunter2/);
  const file = join(directory, 'rbac.yaml');
  await writeFile(file, out);
  await kubectl(running.pair.options.kubeconfig, 'apply', '--server-side', '-f', file);
  await kubectl(
    running.pair.options.kubeconfig,
    'delete',
    'role,rolebinding',
    'couplet-applier',
    '--namespace',
    staging,
  );
  await running.pair.push('One more', { write: { 'staging/b.yaml': configMap('b', 'one') } });
  await running.applied('staging');
  await running.sees('staging', (answer) => missing(answer).length === 0 && answer.state === 'applied');
});

test('a Role in the repository is refused to whoever does not hold what it grants, and applier rbac says so', async () => {
  const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [endpoints], verbs: [get]}]
`;
  await running.pair.push('Grant something', { write: { 'staging/role.yaml': role } });
  await running.sees('staging', ({ errors = [] }) => errors.some(({ file }) => file === 'staging/role.yaml'));
  const { out } = await rbac();
  assert.match(
    out.replaceAll('\n#', ''),
    /Role\.rbac\.authorization\.k8s\.io\/\S+\/reader \(staging\/role\.yaml:1\)\s+grants get endpoints\./,
  );
  const file = join(directory, 'rbac.yaml');
  await writeFile(file, out);
  await kubectl(running.pair.options.kubeconfig, 'apply', '--server-side', '-f', file);
  const { errors = [] } = await running.sees('staging', ({ errors: all = [] }) =>
    all.some(({ message }) => message.includes('attempting to grant RBAC permissions not currently held')),
  );
  assert.deepEqual(
    errors.map(({ file: place }) => place),
    ['staging/role.yaml'],
  );
});
