import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { configMap } from '../support/testPair.ts';
import { type ProgramName, programs } from './buildImages.ts';
import { ContainerPair, limits } from './containerPair.ts';
import { podman } from './engine.ts';

let running: ContainerPair;
before(async () => {
  running = await ContainerPair.start({ 'shop/a.yaml': configMap('a', 'one') });
});
after(async () => await running[Symbol.asyncDispose]());

/** Milliseconds; what takes seconds may take minutes on a busy machine. */
const slow = 300_000;
const configFile = '/etc/couplet/config/couplet.yaml';
const mainOf = (program: ProgramName): string[] => ['/usr/local/bin/node', `packages/${program}/src/main.ts`];
/** A script that prints whether a container sees a file. */
const sees = (path: string): string => `console.log(require('fs').existsSync('${path}'))`;

const valueOf = async (name: string): Promise<string | undefined> =>
  (await running.test.configMap('shop', name))?.data?.['value'];

test('the first commit is applied by the account of the pod, with the Roles of k8s/overlays/namespaced', async () => {
  await running.test.applied('shop');
  assert.equal(await valueOf('a'), 'one');
});

test('a push is announced by a signed webhook and applied', async () => {
  const { pair } = running.test;
  await pair.push('Two', { write: { 'shop/a.yaml': configMap('a', 'two') } });
  await running.test.applied('shop');
  assert.equal(await valueOf('a'), 'two');
  assert.deepEqual(
    (await Promise.all(pair.deliveries)).map((answer) => (answer as { status: number }).status),
    [202],
  );
});

test('a webhook with another signature is refused', async () => {
  const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-hub-signature-256': 'sha256=00' };
  const response = await fetch(`${running.test.pair.syncUrl}/sync`, { method: 'POST', body: '{}', headers });
  assert.equal(response.status, 401);
});

test('the page answers, with the environment and the commit that it is at', async () => {
  const { pair } = running.test;
  const page = await (await fetch(pair.pageUrl)).text();
  const commit = await pair.copy.git('rev-parse', '--short=7', 'HEAD');
  assert.deepEqual([page.includes('shop'), page.includes(commit)], [true, true]);
});

test('what RBAC forbids is refused by the API server and reported with the rule that would allow it', async () => {
  const { pair } = running.test;
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: password}\nstringData: {password: hunter2}\n';
  const commit = await pair.push('A Secret', { write: { 'shop/password.yaml': secret } });
  const { errors = [] } = await pair.reach('shop', commit, ['failed']);
  assert.deepEqual(
    errors.map(({ code, file }) => [code, file]),
    [['forbidden', 'shop/password.yaml']],
  );
  assert.match(errors[0]?.message ?? '', /add \{apiGroups: \[""\], resources: \["secrets"\]/);
});

test('what applier rbac prints in the container is all that is missing, in place of the Role of the overlay', async () => {
  const { pair } = running.test;
  const namespace = running.test.namespace('shop');
  const { code, output } = await running.applier.exec(...mainOf('applier'), 'rbac', '--config', configFile);
  assert.equal(code, 0, output);
  const file = join(pair.options.directory, 'rbac.yaml');
  await writeFile(file, output);
  await kubectl(pair.options.kubeconfig, 'apply', '--server-side', '-f', file);
  await kubectl(pair.options.kubeconfig, 'delete', 'role,rolebinding', 'couplet-applier', '--namespace', namespace);
  await pair.push('One more', { write: { 'shop/b.yaml': configMap('b', 'one') } });
  await running.test.applied('shop');
});

for (const program of programs) {
  test(`${program} answers its own --health and --ready with code 0, also as HEALTHCHECK`, async () => {
    const container = running[program];
    const main = [...mainOf(program), '--config', configFile];
    const answers = [await container.exec(...main, '--health'), await container.exec(...main, '--ready')];
    assert.deepEqual(
      answers.map(({ code }) => code),
      [0, 0],
      JSON.stringify(answers),
    );
    await podman('healthcheck', 'run', container.name);
  });

  test(`${program} runs as 65532 without capabilities, with 1024 files and nothing writable but its mounts`, async () => {
    const container = running[program];
    const status = await readFile(`/proc/${await container.pid()}/status`, 'utf8');
    const read = (field: string): string | undefined => new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(status)?.[1];
    assert.equal(read('Uid'), '65532\t65532\t65532\t65532');
    assert.deepEqual([read('CapEff'), read('CapBnd'), read('NoNewPrivs')], ['0'.repeat(16), '0'.repeat(16), '1']);
    const fileLimit = await readFile(`/proc/${await container.pid()}/limits`, 'utf8');
    assert.match(fileLimit, /^Max open files\s+1024\s+1024/m);
    const tries = ['/x', '/app/x', '/app/compile-cache/x', '/tmp/x'];
    const script = `for (const path of ${JSON.stringify(tries)})
      try { require('fs').appendFileSync(path, ''); console.log('wrote', path) } catch (error) { console.log(error.code) }`;
    assert.deepEqual(
      (await container.evaluate(script)).split('\n'),
      tries.map(() => 'EROFS'),
    );
  });
}

test("the applier's mount of the volume is read-only", async () => {
  const script = `try { require('fs').writeFileSync('${running.test.pair.volume}/x', '') } catch (error) { console.log(error.code) }`;
  assert.equal(await running.applier.evaluate(script), 'EROFS');
});

test('neither container sees the secrets of the other', async () => {
  const { credentialsDirectory } = running.test.pair;
  const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
  assert.deepEqual(
    [
      await running.sync.evaluate(sees(credentialsDirectory)),
      await running.sync.evaluate(sees(token)),
      await running.applier.evaluate(sees(credentialsDirectory)),
      await running.applier.evaluate(sees(token)),
    ],
    ['true', 'false', 'false', 'true'],
  );
});

test('1,000 objects are applied within both memory limits', async (context) => {
  const { pair } = running.test;
  const names = Array.from({ length: 1000 }, (_, index) => `o${index}`);
  const write = Object.fromEntries(names.map((name) => [`shop/${name}.yaml`, configMap(name, 'one')]));
  const commit = await pair.push('A thousand', { write });
  const { objects } = await pair.reach('shop', commit, ['applied'], slow);
  assert.equal(objects, 1003);
  for (const program of programs) {
    const { now, peak } = await running[program].memory();
    const limit = limits[program];
    context.diagnostic(`${program}: ${now.toFixed(0)} MiB, at its highest ${peak.toFixed(0)} of ${limit} MiB`);
    assert.ok(peak < limit, `${program} took ${peak.toFixed(0)} MiB, more than ${limit}`);
  }
});

test('sync killed with -9 finds what was pushed meanwhile when it starts again', async () => {
  const { pair } = running.test;
  assert.equal(await running.sync.kill(), 137);
  const commit = await pair.push('While sync is away', { write: { 'shop/a.yaml': configMap('a', 'three') } });
  running.sync = await running.sync.again();
  await pair.reach('shop', commit, ['applied'], slow);
  assert.equal(await valueOf('a'), 'three');
});

test('an applier killed with -9 applies what was published meanwhile when it starts again', async () => {
  const { pair } = running.test;
  assert.equal(await running.applier.kill(), 137);
  const commit = await pair.push('While the applier is away', { write: { 'shop/a.yaml': configMap('a', 'four') } });
  running.applier = await running.applier.again();
  await pair.reach('shop', commit, ['applied'], slow);
  assert.equal(await valueOf('a'), 'four');
});

test('drift is corrected in the container as anywhere', async () => {
  const path = `/api/v1/namespaces/${running.test.namespace('shop')}/configmaps/a`;
  await running.test.pair.kubernetes.merge(path, { data: { value: 'edited' } });
  await eventually('the edit is undone', async () => ((await valueOf('a')) === 'four' ? true : undefined));
});

for (const program of programs) {
  test(`SIGTERM stops ${program} in order, with code 0`, async () => {
    const code = await running[program].terminate();
    assert.equal(code, 0, running[program].output.slice(-2000));
  });
}

test('no secret is in what the containers wrote', () => {
  const { pair } = running.test;
  const secrets = [pair.secret, pair.token, pair.options.password ?? ''];
  const written = running.sync.output + running.applier.output;
  assert.deepEqual(
    secrets.filter((secret) => written.includes(secret)),
    [],
  );
});
